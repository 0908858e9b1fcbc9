"""Which counters count which things: eggs are counted 枚, cattle 头, schools 所."""

from __future__ import annotations

_TAKEN_BY = {
    "枚": "蛋 卵 币 奖章 导弹 邮票",
    "颗": "树 牙 星 蛋 钉子",
    "只": "鸡 鸭 鹅 鸟 羊 狗 猫 兔 兔子 箱子 船",
    "头": "牛 羊 猪 驴 大象",
    "匹": "马 骡子 狼",
    "尾": "鱼 鱼苗",
    "条": "鱼 蛇 狗 路 街 河 渠 线 船 沟",
    "座": "桥 山 塔 庙 楼 水库 车站 电站 城 仓房 大棚",
    "所": "学校 中学 小学 大学 学院 医院 幼儿园 卫生院",
    "家": "厂 店 公司 合作社 企业 医院 酒店 银行 饭馆 旅行社",
    "台": "机器 机 车 水泵 电脑 电视",
    "辆": "车",
    "架": "飞机 无人机",
    "艘": "船 舰 轮",
    "张": "床 床位 桌子 票 照片 表",
    "份": "报纸 报告 表 文件",
    "本": "书 册 杂志",
    "册": "书",
    "间": "房 房子 教室 房屋 屋子",
    "栋": "楼 房子",
    "幢": "楼 房子",
    "棵": "树 树苗",
    "株": "树 树苗 苗木",
    "部": "电梯 手机 电影",
    "扇": "门 窗户 闸门",
    "口": "井",
    "眼": "井 泉 窑洞",
    "支": "队 笔 医疗队 工作队",
    "盏": "灯 路灯",
    "套": "房 房子 住房 设备",
    "处": "点 安置点 厕所 充电棚",
    "级": "台阶 楼梯",
}
"""Counters with things they count, each by the end of its name."""
_NOUNS = {counter: tuple(nouns.split()) for counter, nouns in _TAKEN_BY.items()}


def counts_such(noun: str, counter: str) -> bool:
    """Whether a counter is one that things of this noun are counted with (蛋: 枚)."""
    return bool(noun) and noun.endswith(_NOUNS.get(counter, ("\0",)))
