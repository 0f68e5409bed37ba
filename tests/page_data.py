"""What the script of an explorer or a story reads, unpacked: all its languages in one."""

import base64
import json
import zlib


def read_page_data(page):
    """Return the data of a page that lxml has read."""
    block = page.get_element_by_id("page-data")
    data = json.loads(_text_of(block))
    others = page.xpath("//script[@id='others']")
    return data | {
        "languages": data["languages"] | (json.loads(_text_of(*others)) if others else {})
    }


def _text_of(block):
    if not block.get("data-packed"):
        return block.text
    return zlib.decompress(base64.b64decode(block.text)).decode()
