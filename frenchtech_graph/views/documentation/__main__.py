"""``python -m frenchtech_graph.views.documentation FOLDER`` writes the documentation of the
ontology.
"""

import sys
from pathlib import Path

from frenchtech_graph.views.documentation import write_documentation

if __name__ == "__main__":
    sys.stdout.write(
        f"{write_documentation(Path(sys.argv[1] if len(sys.argv) > 1 else 'out/ontology'))}\n"
    )
