"""What words of public life are called in Chinese news and reports.

A general dictionary glosses them otherwise or not at all: a village clinic is no 诊所 there but a
卫生室, and solar power is 光伏. Written from general knowledge of how administrations write.
"""

from __future__ import annotations

_TERMS = """
poverty alleviation: 扶贫 脱贫 减贫|poverty relief: 扶贫 脱贫|poverty reduction: 减贫 扶贫 脱贫
alleviation: 扶贫 减贫 缓解|alleviate: 扶贫 缓解|escape poverty: 脱贫|shake off poverty: 脱贫
lift out of poverty: 脱贫|poverty line: 贫困线|poverty incidence: 贫困发生率|incidence: 发生率 发病率
poverty rate: 贫困发生率 贫困率|return to poverty: 返贫|impoverished: 贫困|poor household: 贫困户
low income: 低收入|subsistence allowance: 低保 最低生活保障|minimum living allowance: 低保
extreme poverty: 极端贫困 特困 深度贫困|assistance: 帮扶 援助 救助 扶持|assist: 帮扶 援助 扶持
aid: 援助 帮扶 救助|pair: 结对|paired assistance: 结对帮扶 对口帮扶|partner assistance: 对口帮扶
resettlement: 安置 搬迁|resettle: 安置 搬迁|resettlement site: 安置点 安置区
resettlement area: 安置区 安置点|relocation: 搬迁 迁移|relocate: 搬迁 迁移|move: 搬迁 移动 搬
relocation site: 安置点 搬迁点|migrant: 移民 外来务工|migrant worker: 农民工 务工人员 外出务工
site: 点 工地 场地 场所 遗址|rural vitalization: 乡村振兴|rural revitalization: 乡村振兴
revitalization: 振兴|revitalize: 振兴|vitalization: 振兴|farmland: 耕地 农田|arable land: 耕地
returning farmland to forest: 退耕还林|return farmland to forest: 退耕还林
grain for green: 退耕还林|afforestation: 造林 绿化 植树造林|afforest: 造林 绿化|reforestation: 造林
forest coverage: 森林覆盖率|forest cover: 森林覆盖率|soil erosion: 水土流失
ecological: 生态|ecology: 生态|ecological compensation: 生态补偿|environmental protection: 环保 环境保护
emission: 排放|carbon emission: 碳排放|air quality: 空气质量|sewage: 污水|sewage treatment: 污水处理
waste: 垃圾 废物|garbage: 垃圾|pollution: 污染|pollutant: 污染物|wetland: 湿地
dilapidated house: 危房|dilapidated housing: 危房|dilapidated: 危房 破旧|unsafe house: 危房
renovate: 改造 翻新 装修|renovation: 改造 翻新 装修|shantytown: 棚户区|shanty town: 棚户区
rebuild: 改建 重建|upgrade: 提升 改造 升级|affordable housing: 保障房 保障性住房
real estate: 房地产|housing: 住房|drinking water: 饮水 饮用水|tap water: 自来水
water conservancy: 水利|water supply: 供水|irrigation: 灌溉|reservoir: 水库|infrastructure: 基础设施
power grid: 电网|photovoltaic: 光伏|solar: 光伏 太阳能|solar power: 光伏 光伏发电 太阳能
solar energy: 太阳能 光伏|solar panel: 光伏板 太阳能板|solar station: 光伏电站 光伏
solar farm: 光伏电站|solar plant: 光伏电站|power station: 电站 发电站|power plant: 电厂 电站 发电厂
wind power: 风电 风力发电|wind farm: 风电场|wind turbine: 风机 风力发电机|hydropower: 水电
nuclear power: 核电|thermal power: 火电|natural gas: 天然气|coal mine: 煤矿|raw coal: 原煤
electricity generation: 发电量 发电|power generation: 发电量 发电|generate electricity: 发电
new energy: 新能源|new energy vehicle: 新能源汽车|electric vehicle: 电动汽车|charging pile: 充电桩
charging station: 充电站|clean energy: 清洁能源|installed capacity: 装机容量|renewable: 可再生
clinic: 卫生室 诊所 卫生院 卫生所|village clinic: 村卫生室 卫生室|health clinic: 卫生室 卫生院
health center: 卫生院 卫生中心|township hospital: 卫生院|village doctor: 村医 乡村医生
medical insurance: 医疗保险 医保|health insurance: 医疗保险 医保|reimbursement: 报销
reimburse: 报销|medical expense: 医疗费用 医药费|medical cost: 医疗费用|medical care: 医疗
hospital bed: 病床 床位|hospitalization: 住院|hospitalize: 住院|inpatient: 住院|outpatient: 门诊
chronic disease: 慢性病 慢病|critical illness: 大病 重病|serious illness: 大病 重病
epidemic: 疫情|pandemic: 疫情|epidemic prevention: 防疫 疫情防控|outbreak: 疫情 暴发
nurse: 护士 护工|nursing worker: 护工|nursing home: 养老院 敬老院|nursing: 护理|caregiver: 护工 护理员
elderly care: 养老|old age pension: 养老金|pension: 养老金 养老|pension insurance: 养老保险
social security: 社保 社会保障|social insurance: 社保 社会保险|disabled person: 残疾人
disabled people: 残疾人|orphan: 孤儿|left behind child: 留守儿童|public welfare: 公益
public welfare job: 公益岗位|public service: 公共服务|compulsory education: 义务教育
dropout: 辍学|drop out of school: 辍学|preschool: 学前 幼儿园|kindergarten: 幼儿园
preschool child: 学前儿童 学前|enrollment: 入学 招生 入园|enrollment rate: 入学率 入园率
enroll: 入学 招生|boarding school: 寄宿制学校 寄宿学校|boarding: 寄宿|vocational: 职业
vocational education: 职业教育|vocational school: 职业学校 职业院校|vocational training: 职业培训
vocational college: 职业学院|college entrance examination: 高考|scholarship: 奖学金
student aid: 助学金 资助|subsidize: 资助 补贴|subsidy: 补贴 补助|allowance: 补贴 补助 津贴
stipend: 补助 津贴|financial aid: 资助 补助|primary school: 小学|middle school: 中学 初中
high school: 高中|special post teacher: 特岗教师|tuition: 学费|gdp: 生产总值 国内生产总值
gross domestic product: 生产总值 国内生产总值|regional gdp: 地区生产总值|output value: 产值
industrial output: 工业产值 工业总产值|added value: 增加值|value added: 增加值
fixed asset investment: 固定资产投资|fixed asset: 固定资产|retail sale: 零售额 零售
retail sales: 零售额|consumer goods: 消费品|disposable income: 可支配收入|per capita: 人均
per capita income: 人均收入|net income: 纯收入|fiscal revenue: 财政收入|revenue: 收入 财政收入 营收
public budget: 公共预算|budget: 财政 预算|government budget: 财政 预算|fiscal: 财政
public finance: 财政|finance: 金融 财政 资金|expenditure: 支出|spend: 投入 花费 支出|invest: 投资 投入
investment: 投资 投入|fund: 资金 基金|funding: 资金 经费|capital: 资金 资本|tax revenue: 税收
tax: 税收 税|loan: 贷款|microcredit: 小额信贷 小额贷款|microloan: 小额贷款 小额信贷
micro loan: 小额贷款 小额信贷|small loan: 小额贷款 小额信贷|micro credit: 小额信贷 小额贷款
interest subsidy: 贴息|interest free loan: 无息贷款|issue: 发放 发行|grant: 发放 拨款 补助
pay out: 赔付 发放|payout: 赔付|insurance payout: 赔付|compensate: 补偿 赔偿|compensation: 补偿 赔偿
year on year: 同比|growth rate: 增长率 增速 增幅|increase: 增长 增加|unemployment: 失业
unemployment rate: 失业率|employment: 就业|employ: 就业 聘用|job: 就业 岗位|labor force: 劳动力
workforce: 劳动力|job fair: 招聘会|entrepreneurship: 创业|start a business: 创业
skill: 技能|skill training: 技能培训|train: 培训 列车 火车|training: 培训|resume work: 复工
resume production: 复产|resumption: 复工 恢复|resume: 复工 恢复|export: 出口|import: 进口
foreign trade: 外贸|foreign investment: 外资|stock market: 股市|dividend: 分红|shareholder: 股东
enterprise: 企业|company: 公司 企业|leading enterprise: 龙头企业|private enterprise: 民营企业 民企
state owned enterprise: 国有企业 国企|factory: 工厂|workshop: 车间|cooperative: 合作社
specialized cooperative: 专业合作社|industrial park: 工业园 产业园 园区|industrial zone: 工业区 集聚区
industrial cluster: 产业集群 产业集聚|cluster: 集群 集聚|zone: 区|development zone: 开发区
industrial chain: 产业链|supply chain: 供应链|industry: 产业 工业 行业|industrial: 产业 工业
project: 项目 工程|key project: 重点项目 重点工程|pilot: 试点|pilot project: 试点|plan: 规划 计划
demonstration: 示范|demonstration zone: 示范区|standardized: 标准化 规范化|standardize: 标准化 规范化
mechanized: 机械化|mechanize: 机械化|digital: 数字 数字化|digitize: 数字化|modernize: 现代化
modernization: 现代化|urbanization: 城镇化 城市化|urbanization rate: 城镇化率
centralized: 集中 集中式|centralize: 集中|decentralized: 分散 分布式|distributed: 分布式 分散
live streaming: 直播|live stream: 直播|live broadcast: 直播|livestream: 直播|livestreaming: 直播
live commerce: 直播带货|streamer: 主播|influencer: 网红|e commerce: 电商 电子商务
ecommerce: 电商 电子商务|online: 网上 线上 网络|online sale: 网销 网络销售|online shopping: 网购
express delivery: 快递|logistics: 物流|parcel: 快递 包裹|warehouse: 仓储 仓库|cold chain: 冷链
broadband: 宽带|base station: 基站|big data: 大数据
artificial intelligence: 人工智能|produce: 生产 产出 农产品|farm produce: 农产品|farm product: 农产品
agricultural product: 农产品|agricultural produce: 农产品|specialty: 特产 特色|sale: 销售 销售额
sell: 销售 售出 出售|crop: 农作物 作物|grain: 粮食|grain output: 粮食产量|grain yield: 粮食产量
per mu yield: 亩产|yield: 产量|output: 产量 产值|sown area: 播种面积|planting area: 种植面积
orchard: 果园|greenhouse: 大棚 温室|livestock: 畜牧 牲畜|livestock farming: 养殖 畜牧业
breed: 养殖 饲养|breeding: 养殖|aquaculture: 水产养殖|edible fungus: 食用菌|edible fungi: 食用菌
medicinal herb: 中药材 药材|fruit tree: 果树|economic forest: 经济林|forest ranger: 护林员
dry farming: 旱作农业|land transfer: 土地流转|collective economy: 集体经济|homestead: 宅基地
farm stay: 农家乐|agritainment: 农家乐|homestay: 民宿|rural tourism: 乡村旅游|tourism: 旅游
tourist: 游客|visitor: 游客 参观者|tourism revenue: 旅游收入|scenic spot: 景区 景点
scenic area: 景区|intangible cultural heritage: 非物质文化遗产 非遗|cultural relic: 文物
trail: 步道|hiking trail: 登山步道 步道|footpath: 步道|greenway: 绿道|highway: 公路 高速公路
expressway: 高速公路|rural road: 农村公路 乡村道路|high speed rail: 高铁|high speed railway: 高铁
railway: 铁路|subway: 地铁|subway line: 地铁线路|metro: 地铁|bus: 公交 客车|bus line: 公交线路
airport: 机场|passenger: 旅客 乘客|cargo: 货物|freight: 货运|throughput: 吞吐量|traffic: 交通
party member: 党员|party branch: 党支部|party committee: 党委|party group: 党小组 党组
party secretary: 书记 党委书记|secretary: 书记 秘书|first secretary: 第一书记|official: 干部 官员
cadre: 干部|government official: 干部 官员|work team: 工作队|task force: 工作队 专班
stationed: 驻村 派驻|dispatch: 选派 派出|send: 选派 派出 派|village committee: 村委会
villager committee: 村委会|administrative village: 行政村|natural village: 自然村
village level: 村级|county level: 县级|township: 乡镇 乡|neighborhood: 社区 街道
community: 社区|subdistrict: 街道|resident: 居民|registered household: 建档立卡
permanent resident: 常住人口|permanent population: 常住人口|birth rate: 出生率|rate: 率 比例
mortality: 死亡率|death toll: 死亡人数 遇难|casualty: 伤亡|injured: 受伤|flood: 洪水 洪涝
earthquake: 地震|drought: 旱灾 干旱|rescue: 救援 抢险|rescuer: 救援人员|evacuate: 转移 疏散
emergency: 应急 紧急|firefighter: 消防员|fire: 火灾|fraud: 诈骗 欺诈|telecom fraud: 电信诈骗
court: 法院|prosecutor: 检察官|procuratorate: 检察院|police: 民警 警方 公安|arrest: 抓获 逮捕
sentence: 判处 句子|volunteer: 志愿者|award: 奖 表彰|commend: 表彰|commendation: 表彰
honor: 荣誉|model worker: 劳动模范 劳模|conference: 大会 会议|press conference: 新闻发布会 发布会
spokesperson: 发言人|meeting: 会议|inspection: 视察 检查 考察|supervision: 监督 监管 督导
patent: 专利|research institute: 研究所 研究院|laboratory: 实验室|satellite: 卫星
earn: 收入 赚 挣|earnings: 收入|wage: 工资|salary: 工资 薪酬|monthly income: 月收入
annual income: 年收入|average income: 平均收入|collective income: 集体收入|annual: 年 年度 每年
establish: 成立 设立 建立|set up: 设立 成立 建立|build: 建设 建成 修建
complete: 完成 建成 竣工|carry out: 实施 开展|implement: 实施 落实|launch: 启动 推出 发射
develop: 发展 开发 研发|foster: 培育 扶持|cultivate: 培育 种植|recruit: 招聘 招收|hire: 聘用 招聘
operate: 运营 运行 经营|visit: 参观 访问 走访|collect: 征收 收集|benefit: 惠及 受益 效益
cover: 覆盖|coverage: 覆盖率 覆盖|coverage rate: 覆盖率|allocate: 拨付 安排|raise funds: 筹集资金
interest rate: 利率|exchange rate: 汇率|central bank: 央行 中央银行|first quarter: 一季度 第一季度
second quarter: 二季度 第二季度|third quarter: 三季度 第三季度|fourth quarter: 四季度 第四季度
kill: 死亡 遇难 杀害|die: 死亡 去世|operation: 运营 运行 行动 手术|put into operation: 投运 投产
college graduate: 高校毕业生 大学毕业生|university graduate: 高校毕业生|village: 村 村庄 农村
rural: 农村 乡村|urban: 城市 城镇|county: 县|province: 省|poor: 贫困|villager: 村民|household: 户 家庭
end: 底 末 结束|year end: 年底|cut: 下调 降低 削减|rate cut: 降息|win: 获得 夺得 赢得|gold medal: 金牌
open: 开通 开放 开业|cure: 治愈|discharge: 出院 排放|disease: 疾病|death: 死亡|birth: 出生
minimum wage: 最低工资|minimum: 最低 最少|maximum: 最高 最大|drop: 下降 降低 降幅|decline: 下降 降低
finish: 完成 建成|foreign: 外国 国外 境外|close: 关闭 密切|apply for: 申请|apply: 申请 应用
per: 每|per month: 每月 月|per year: 每年 年均|each year: 每年|each month: 每月|covid 19: 新冠 新冠肺炎
money: 钱 资金|proportion: 比例 占比|attract investment: 招商引资|sign: 签订 签约 签署|agreement: 协议|contract: 合同|graduate: 毕业生 毕业
donate: 捐赠 捐款|donation: 捐赠 捐款|convict: 判处 定罪|punish: 处分 处罚|warn: 警告|promote: 提拔 推动 促进
"""


def _table() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for entry in _TERMS.replace("\n", "|").split("|"):
        if entry:
            english, chinese = entry.split(": ")
            found[english] = tuple(chinese.split())
    return found


TERMS = _table()
"""English words and phrases in their base forms, each with what they are called, the usual first."""
