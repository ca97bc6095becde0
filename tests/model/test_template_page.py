"""The documentation of the template is what the template says."""

from pathlib import Path

from frenchtech_graph.views.documentation.tables import template_page


def test_the_page_in_docs_is_the_template() -> None:
    page = Path(__file__).parents[2] / "docs" / "template.md"
    written = (
        "python -c 'from frenchtech_graph.views.documentation.tables import template_page as t;"
        ' print(t(), end="")\''
    )
    assert page.read_text(encoding="utf-8") == template_page(), (
        f"rewrite it: {written} > docs/template.md"
    )
