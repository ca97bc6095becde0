"""An account on a SPARQL server, put into a request beforehand."""

import base64
import urllib.request
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Account:
    """A user and a password."""

    user: str
    password: str = field(repr=False)

    def authorize(self, request: urllib.request.Request, challenge: str) -> None:
        """Put the account into a request, in the scheme of a challenge (basic unless digest).

        This is done beforehand: a server may hang up on a large body that it must refuse.
        """
        known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        known.add_password(None, request.full_url, self.user, self.password)
        scheme, _, details = challenge.partition(" ")
        if scheme.lower() == "digest":
            handler = urllib.request.HTTPDigestAuthHandler(known)
            stated = urllib.request.parse_keqv_list(urllib.request.parse_http_list(details))
            words = f"Digest {handler.get_authorization(request, stated)}"
        else:
            pair = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
            words = f"Basic {pair}"
        request.add_unredirected_header("Authorization", words)
