"""Following organizations, or the whole site, by mail: who wants which posts how often, and the issues that go out."""
