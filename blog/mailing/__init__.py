"""Mail that goes out in numbers."""
