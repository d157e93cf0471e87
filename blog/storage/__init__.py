"""Where the files of a site lie: a folder, or a bucket of an S3-compatible object store. No models."""
