"""Elements of OFD by their local names, and the numbers in their attributes."""

from collections.abc import Iterator

from lxml import etree


def local(node: etree._Element) -> str:
    """Return the name of an element without its namespace, of which several are in use."""
    return etree.QName(node).localname


def children(node: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the elements of that name right below `node`."""
    return (child for child in node if local(child) == name)


def descendants(node: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the elements of that name at and below `node`."""
    return (child for child in node.iter() if local(child) == name)


def text_of(node: etree._Element, name: str) -> str:
    """Return the text of the first element of that name below `node`, or ""."""
    return next(((found.text or "").strip() for found in descendants(node, name)), "")


def numbers_of(text: str | None) -> list[float]:
    """Return the numbers of an attribute, none where one is not finite."""
    try:
        numbers = [float(word) for word in (text or "").split()]
    except ValueError:
        return []
    return numbers if all(abs(number) < 1e7 for number in numbers) else []


def deltas(text: str | None, most: int) -> list[float]:
    """Return the first distances of DeltaX or DeltaY; ``g 3 2.5`` stands for 2.5 three times."""
    words = (text or "").split()
    found: list[float] = []
    index = 0
    while index < len(words) and len(found) < most:
        try:
            if words[index] == "g":
                count = min(int(words[index + 1]), most)
                found.extend([float(words[index + 2])] * count)
                index += 3
            else:
                found.append(float(words[index]))
                index += 1
        except (ValueError, IndexError):
            break
    return found
