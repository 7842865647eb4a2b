"""How a title says whose figures a report holds, where an organ reports on itself and on its region.

国办发〔2014〕32号 parts 本级 from 本行政区域汇总; that the title ends with the words is practice.
"""

import re

OWN = "（本机关）"
REGION = "（本行政区域汇总）"
WORDS = re.compile(r"[（(](?:本机关|本级|[^（）()]{0,8}汇总)[）)]$")
"""What a title ends with, here and as others print it."""
