"""What watches the outside for ever and turns it into facts; no client library, no adapter."""
