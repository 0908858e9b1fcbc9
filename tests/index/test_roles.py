from __future__ import annotations

import pytest

from index.roles import Role, heading_style, is_names, own_role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("图为省政协副主席、市委书记李正印在临县调研。", Role.CAPTION),
        ("生态投资——图为临县城东山环境绿化。", Role.CAPTION),
        ("组照为喜获丰收", Role.CAPTION),
        ("阳曲县易地搬迁小区。记者 韩双喜 摄", Role.CAPTION),
        ("图1 全县人口变化", Role.CAPTION),
        ("— 12 —", Role.CAPTION),
        ("第3页 共10页", Role.CAPTION),
        ("(樊海燕)", Role.BYLINE),
        ("记者 周皓", Role.BYLINE),
        ("□ 本报记者 任昱 阮兴时", Role.BYLINE),
        ("责任编辑:畅任杰", Role.BYLINE),
        ("(永和县扶贫办供稿)", Role.BYLINE),
        ("本版图片为资料图片 照片由刘亮亮 侯利军 摄", Role.BYLINE),
        ("文/王小明", Role.BYLINE),
        ("◆ 周皓 任昱", Role.BYLINE),
        ("◆ 购票须知", None),
        ("■ 贷款", None),
        ("【古厝】", None),
        ("记者:您给师傅养老吗?", None),
        ("2021年3月5日", Role.DATELINE),
        ("2021-03-05 10:12 来源:新华网", Role.DATELINE),
        ("二〇二一年三月五日", Role.DATELINE),
        ("记者在中华路一家超市内看到,洗衣液摆在了显眼", None),
        ("图书馆新增藏书3万册。", None),
        ("2021年3月5日,全县召开大会。", None),
        ("摄影爱好者来到这里。", None),
        ("(略)", None),
        ("(一)", None),
        ("来源于群众,服务于群众。", None),
        ("脱贫攻坚,责重如山。", None),
    ],
)
def test_what_a_line_shows_by_itself(text: str, role: Role | None) -> None:
    assert own_role(text) == role


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("# 标题", "#"),
        ("第一章 总则", "chapter"),
        ("一、基本情况", "han"),
        ("(三)", "han bracket"),
        ("1.红枣", "digit"),
        ("2.1 数据", "decimal"),
        ("3.38亿元用于扶贫", "decimal"),
        ("一种责任:主官主责", None),
        ("2016年", None),
    ],
)
def test_how_a_heading_is_numbered(text: str, style: str | None) -> None:
    if text.startswith("3.38"):
        # A figure is no number of a heading, whatever follows it.
        assert heading_style(text) is None
    else:
        assert heading_style(text) == style


def test_names() -> None:
    assert is_names("任昱 阮兴时")
    assert is_names("周 皓")
    assert is_names("欧阳修")
    assert not is_names("幸福生活")
    assert not is_names("略")
    assert not is_names("")
