"""What people say otherwise than reports write it: 打工 and 务工, 退学 and 辍学.

Written from general knowledge of everyday and official Chinese; a line is a group of words of which
one in a text can stand for another in a question.
"""

from __future__ import annotations

import re
from functools import cache

from index.lazy_pattern import lazy_pattern

_GROUPS = """
打工 务工 外出就业 打零工
老家 家乡 故乡
搬家 搬迁 迁居 迁入 迁到 搬到 搬进 移民 新居 入住 安置
新房 新居 新家 新住房 住房 安居房
房子 住房 房屋 住宅
危房 危旧房 危险房屋
穷 贫困 贫穷 困难 因贫
没钱 因贫 贫困 困难
脱贫 摘帽 出列 退出贫困 脱困
退出 出列 摘帽
返贫 重新贫困 再贫困 致贫
念书 上学 读书 就学 入学 求学
失学 退学 辍学 念不起书 上不起学
孩子 娃娃 娃 儿童 学生 子女
看病 就医 就诊 医疗 诊疗 治病
花多少 自付 报销
大夫 医生 医师
诊所 卫生室 卫生所 卫生院
吃水 喝水 饮水 饮用水 供水
通水 供水 饮水
通电 供电 电网 动力电 用电
修路 公路 道路 筑路 通车
马路 公路 道路
上网 网络 宽带 互联网
挣 收入 增收 创收 盈利 纯收入
挣钱 增收 创收 收入 致富 盈利
赚钱 增收 创收 收入 致富 盈利
发家 致富 脱贫 增收
翻身 脱贫 致富
工资 月收入 薪酬 报酬 薪资
补贴 补助 资助 补偿
放贷 发放贷款 贷款 信贷
贷款 信贷 贷
小额贷款 小额信贷
保险 参保 投保 医保
养老钱 养老金 养老保险
低保 最低生活保障
花钱 投资 投入 资金 支出 花费
掏钱 出资 投资 自付
拿出 投入 出资
引来 引进 吸引 招引
乱花 挪用 浪费
卖 销售 出售 售出 促销 网销 展销 销往 助销
网上卖 电商 直播带货 网销
买 购买 采购 选购
种地 种植 耕种
种树 造林 绿化 植树
栽 种植 栽种
养 养殖 饲养
盖 建设 新建 修建 建成
修 建设 修建 修缮 维修 建成
帮 帮扶 帮助 扶持 扶贫 救助
包村 驻村 结对 帮扶
下乡 驻村 派驻
工作队 驻村工作队 帮扶队
当官 任职 担任
头头 负责人 领导 书记 主任
一把手 书记 主要负责人
村官 村干部 村支书 村主任
老百姓 群众 村民 居民 百姓 人民
乡亲 群众 村民
农民 农户 村民 农村居民
庄稼人 农民 农户
年轻人 青年 青壮年
老人 老年人 高龄
残疾 残疾人
得奖 获奖 表彰 荣获 获得
拿奖 获奖 表彰 荣获 获得
夸奖 表彰 肯定 表扬
表扬 表彰 肯定
去世 逝世 病逝 牺牲 殉职 医治无效 抱憾离开 离世
死 去世 逝世 牺牲
生病 患病 患者 病
病倒 患病 发病 突发
厂子 工厂 企业 车间
公司 企业 集团
合作 协作 联营 合作机制
旅游 文旅 旅游业
特产 农特产品 农产品 土特产
庄稼 作物 农作物
粮食 杂粮 谷物
干净 卫生 清洁 整洁
脏乱 环境整治 人居环境
办法 措施 举措 办法 方式 机制 模式
法子 方式 办法 措施 模式 机制
经验 做法 模式 典型
规划 计划 方案
方案 实施方案 意见 规划
任务 目标 工作
全部 所有 全面 全覆盖
每个 所有 全部 各
人人 全部 全覆盖
弄错 精准 准确 识别
认准 精准识别 识别
监督 督查 督导 监管 巡查
检查 督查 排查 核查
经济总量 生产总值 地区生产总值
排名 名列 位列 位居 排在
前列 前茅 前 首位
面积 国土面积 占地
人口 总人口 儿女
开会 会议 大会 召开
讲话 指示 批示
图片 照片 图为
修建 新建 建设 兴建 建起 建造 动工 建成
修桥 新建 建桥 修造 建成
造价 投资 耗资 筹资 斥资 花费 投入
花了 投资 耗资 筹资 斥资 拨款 投入 用款
竣工 完工 建成 落成
通车 开通 建成通车 通行
开门 开放 营业 开馆
关门 闭馆 停业 打烊 歇业
放假 休假 假期 休息
请假 事假 病假 休假
招人 招聘 招录 录用 招收
工钱 工资 薪酬 报酬 月薪
收费 费用 收取 缴纳 交费
交钱 缴费 缴纳 交纳 支付
退钱 退款 退还 返还 退费
罚钱 罚款 处罚
押金 保证金 定金
坏了 损坏 故障 受损 毁坏
修理 维修 抢修 检修 修复
停电 断电 供电中断
停水 断水 供水中断
淹了 受淹 被淹 水淹 进水
塌了 倒塌 坍塌 垮塌
受伤 伤者 轻伤 重伤
带头 牵头 领衔 主持 率领 带领
领头 牵头 带队 领队
带队 领队 总领队 带领
开会 会议 召开 例会
得了 获得 荣获 斩获 夺得
第一名 冠军 夺冠 首位
破纪录 刷新 打破
徒弟 学徒 弟子 传人 学生
师傅 师父 老师 匠人
发明 研制 研发 首创
发现 找到 筛选 分离 检出
买票 购票 门票
免费 免票 免收 不收钱 不要门票
小孩 儿童 孩子 未成年人 婴幼儿
老人 老年人 长者 老人家
生孩子 产假 陪产 生育
星期一 礼拜一 周一
星期二 礼拜二 周二
星期三 礼拜三 周三
星期四 礼拜四 周四
星期五 礼拜五 周五
星期六 礼拜六 周六
星期天 星期日 礼拜天 礼拜日 周日
双休日 周末 周六 周日
变少 减少 下降 降低 缩减
变多 增多 增加 增长 上升
公的 雄性 雄
母的 雌性 雌
改日子 改期 延期 顺延 推迟
"""


@cache
def _members() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _GROUPS.strip().splitlines():
        group = line.split()
        for word in group:
            found.setdefault(word, set()).update(group)
    return {word: frozenset(group - {word}) for word, group in found.items()}


@cache
def _any() -> re.Pattern[str]:
    words = sorted(_members(), key=len, reverse=True)
    return lazy_pattern("|".join(words))


def synonyms(text: str) -> dict[str, frozenset[str]]:
    """The words of a folded text that are often put otherwise, each with what they are put as."""
    return {match[0]: _members()[match[0]] for match in _any().finditer(text)}
