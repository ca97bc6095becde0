"""A folder for each family of sources, with a module and a TOML file for each source."""
