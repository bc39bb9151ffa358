"""Configuration: TOML and profiles in, frozen validated models out, with errors for people."""
