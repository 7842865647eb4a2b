"""Pictures without what cameras and programs write beside the picture: place, time, device, author."""

from django.utils.translation import gettext as _

from gongkai.redaction.visible import pictures
from portal.publishing.hidden.finding import Finding, Stripped


def strip(data: bytes) -> Stripped:
    """Return a JPEG or PNG as it looks, without its metadata; others are only named."""
    clean = pictures.rebuilt(data)
    if clean is None:
        words = _("这种格式的图片不能自动清理，请确认其中没有拍摄信息。")
        return Stripped(data, (Finding("picture_kept", words, open=True),))
    if clean == data:
        return Stripped(data)
    words = _("图片中的拍摄时间、地点、设备或作者信息已删除。")
    return Stripped(clean, (Finding("picture_metadata", words),))
