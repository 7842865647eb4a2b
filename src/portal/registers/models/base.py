"""Money of the registers is counted in 分."""


def in_yuan(fen: int) -> str:
    """Return 分 written as 元 with two decimals."""
    return f"{fen // 100:,}.{fen % 100:02d}"
