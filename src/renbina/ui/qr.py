"""QR codes as SVG, for pages and documents. Attributes only, no styles: a strict page may hold them."""

from __future__ import annotations

from django.utils.html import escape
from django.utils.safestring import SafeString

from renbina.ui.shapes import drawn

QUIET = 4  # empty modules around a code, as ISO/IEC 18004 asks


def qr_svg(text: str, *, label: str, size: int = 240) -> SafeString:
    """A square drawing of `size` pixels, black on white in every theme so that cameras read it.

    text: at most some 2,000 bytes (error correction M). label: what a screen reader says.
    """
    import segno  # only pages that show a code load it

    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    side = len(rows) + 2 * QUIET
    path = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module
    )
    return drawn(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="rb-qr" role="img" aria-label="{escape(label)}" '
        f'viewBox="0 0 {side} {side}" width="{int(size)}" height="{int(size)}" shape-rendering="crispEdges">'
        f'<rect width="{side}" height="{side}" fill="#ffffff"/><path d="{path}" fill="#000000"/></svg>'
    )
