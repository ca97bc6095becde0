"""One folder for each family of sources; one module and one TOML file for each source."""
