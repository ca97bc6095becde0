"""Pages for people: map, report, server, documentation. Must not compute a finding."""
