"""Lines of the web page around a report, copied into it: nobody's preface, no prose of any part.

Paths (首页 > 政务公开 > …), the line under a title (发布时间, 来源, 浏览次数, 字体), buttons (打印, 分享,
关闭窗口), and the foot of the site (主办单位, 备案号, 扫一扫). Only whole lines are known, never a sentence.
"""

import re

from gongkai.characters import simplified

_LONGEST = 200  # characters; a foot may name host, operator and three registrations in one line
_PATH = re.compile(
    r"^(?:您?(?:现在|当前|目前)?的?(?:所在|当前)?的?位置[：:]|(?:网站)?首页\s*(?:>|＞|»|›|→|-+>|/))"
    r"|^[^。；，]{1,40}(?:\s*(?:>|＞|»|›|->)\s*[^。；，>＞»›]{1,40}){2,}$"
)
_META = re.compile(
    r"^(?:索\s*引\s*号|发布(?:时间|日期|机构|单位|来源)|公开日期|(?:信息|文章)?来源|浏览(?:次数|量)|访问(?:次数|量)|点击(?:数|量|次数)"
    r"|阅读(?:次数|量)|字[体号]|责任编辑|信息分类|主题分类|添加时间)\s*[：:\[【]"
    r"|^(?:时间|日期)[：:]\s*20\d\d[-年/]|^20\d\d[-年/.]\d.{0,24}(?:来源|浏览|访问量|点击|字[体号])"
)
_BUTTON = (
    r"(?:打印|关闭|返回)(?:本页|窗口|顶部|列表)?|(?:加入)?收藏|设为首页|分享到?|微信|微博|QQ空间|[大中小]|A[+-]|字体|繁体(?:版|中文)?"
    r"|返回首页|(?:政府)?网站找错|无障碍(?:浏览|阅读)?|(?:长者|适老|关怀)(?:模式|版)?|(?:我要)?纠错|网站(?:地图|声明)|(?:联系|关于)我们|隐私声明|登录|注册"
)
_BUTTONS = re.compile(rf"^(?:(?:{_BUTTON})[\W_]*)*(?:{_BUTTON})$")
_CODE = re.compile(r"扫一扫|扫描.{0,8}二维码|扫码(?:访问|分享|关注)|手机(?:打开|浏览)当前页")
_FOOT = re.compile(
    r"^(?:主办(?:单位)?|承办(?:单位)?|技术支持|版权所有|网站标识码|(?i:copyright))\s*[：:©]?|ICP备|公网安备|网站标识码"
    r"|^(?:本)?(?:网站|站)(?:已)?支持IPv6|^您是第\d+位访(?:问者|客)"
)
_BESIDE = re.compile(r"^[上下]一[篇条页]\s*[：:]")


def is_furniture(text: str) -> bool:
    """Whether a line is part of the page a report was copied from."""
    line = simplified(text.strip())
    if not line or len(line) > _LONGEST or line.endswith(("。", "；")):
        return False
    if _PATH.search(line) or _META.search(line) or _BESIDE.search(line):
        return True
    if _CODE.search(line) and len(line) < 40:
        return True
    if _FOOT.search(line) and "，" not in line:
        return True
    return bool(_BUTTONS.search(line.strip("[]【】（）() |：:")))
