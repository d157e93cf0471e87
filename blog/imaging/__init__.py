"""Pictures as files: what strangers upload is decoded within bounds and encoded anew. No models and no storage."""
