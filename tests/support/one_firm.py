"""Tables of several sources that tell of one firm under several names."""

from pathlib import Path

SOURCES = "id,url,publisher,accessed\npage,https://example.org/page,Example,2026-01-01\n"


def firm_under_names(home: Path, names: dict[str, str]) -> list[Path]:
    """Write a folder of tables for each name, with a start-up `zorbix-KEY` on the same site."""
    folders = []
    for key, name in names.items():
        folder = home / key
        folder.mkdir()
        (folder / "sources.csv").write_text(SOURCES, encoding="utf-8")
        header = "id,kind,name,place,website,source\n"
        row = f"zorbix-{key},StartUp,{name},59350,https://zorbix.io,page\n"
        (folder / "actors.csv").write_text(header + row, encoding="utf-8")
        folders.append(folder)
    return folders
