"""Everything the command line says, in Chinese and English, in one place; `C_` heads a column.

Blanks in braces are filled by name, so that each language may put them in its own order.
"""

from collections.abc import Mapping

from playbooks.model.text import Text


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


# Wrong calls: what, where, what to do.
WRONG_USAGE = _t(
    "用法不对：{fault}用法见 phasegate {command} --help",
    "Wrong usage: {fault} See phasegate {command} --help",
)
UNKNOWN_COMMAND = _t(
    "没有命令“{word}”，可用的命令见 phasegate {above}--help",
    "There is no command {word!r}; see phasegate {above}--help",
)
UNKNOWN_COMMAND_NEAR = _t(
    "没有命令“{word}”，是否想用 {near}？全部命令见 phasegate {above}--help",
    "There is no command {word!r}; did you mean {near}? See phasegate {above}--help",
)
COMMAND_MISSING = _t(
    "选项 {word} 之前缺少命令，可用的命令见 phasegate {above}--help",
    "A command is missing before {word}; see phasegate {above}--help",
)
WRONG_VALUE = _t("{option}：{what}", "{option}: {what}")
OPTION_MISSING = _t("缺少选项，请补上：{option}", "An option is missing, add it: {option}")
NOT_UTF_8 = _t(
    "参数“{word}”不是 UTF-8 文本，请改写", "The argument {word!r} is not UTF-8 text; write it again"
)
NO_DIGEST = _t(
    "--seen：“{given}”不是摘要，请填写所显示的至少 {least} 位（0-9、a-f）",
    "--seen: {given!r} is no digest; write the {least} signs that are shown, or more of it (0-9, a-f)",
)
NO_DAY = _t("“{day}”不是日期，请写成 2026-01-31 的形式", "{day!r} is not a day; write it like 2026-01-31")
NO_NUMBER = _t(
    "{option}：“{value}”不是有限的数值，请填写数字", "{option}: {value!r} is not a finite number; write one"
)
NO_SCORE = _t(
    "--score：成绩 {score} 不在 0 到 {highest} 之间，请改写",
    "--score: the score {score} is not from 0 to {highest}; write it again",
)
OTHER_UNIT = _t(
    "--unit：剧本中“{metric}”的单位是“{wanted}”，不是“{unit}”；请换算后省略 --unit",
    "--unit: the playbook has {metric!r} in {wanted!r}, not in {unit!r}; convert the value and leave --unit out",
)
DAY_TO_COME = _t(
    "--on：{day} 还没有到（今天是 {today}），请填写事实发生的日期",
    "--on: {day} is still to come (today is {today}); write the day on which it was so",
)
NO_DEPARTMENT = _t(
    "--department：“{department}”不是参与本项目的部门，现有：{known}",
    "--department: {department!r} is not a department of this rollout; there are: {known}",
)
NO_REQUEST_ID = _t(
    "--request-id “{id}”不是 UUID，请用 uuidgen 生成",
    "--request-id {id!r} is not a UUID; make one with uuidgen",
)
NO_EXCEPTION = _t(
    "--except “{given}”不完整，请写成 关卡=人员:日期:承诺",
    "--except {given!r} is not complete; write GATE=PERSON:DATE:promise",
)
NOBODY_ACTS = _t(
    "不知道以谁的身份执行：请加 --as 人员，或设置 PHASEGATE_USER（成员：{people}）",
    "Nobody is named who acts: add --as PERSON or set PHASEGATE_USER (people: {people})",
)
EMPTY_NAME = _t("{option}：名字是空的，请写明一位成员", "{option}: the name is empty; write whom you mean")
NO_PERSON = _t("没有“{person}”这个人；{offered}", "There is nobody called {person!r}; {offered}")
NO_ROLLOUT = _t("没有项目“{rollout}”，现有：{known}", "There is no rollout {rollout!r}; there are: {known}")
NO_PLAYBOOK = _t("没有剧本“{name}”，现有：{known}", "There is no playbook {name!r}; there are: {known}")
NO_SUCH_EVIDENCE = _t("没有证据“{key}”，现有：{known}", "There is no evidence {key!r}; there is: {known}")
NO_DOCUMENT = _t(
    "证据“{key}”是{kind}，没有可取出的文档；请去掉 --out 查看内容",
    "The evidence {key!r} is of the kind {kind!r} and holds no document; leave --out away to read it",
)
DOCUMENT_WRITTEN = _t(
    "文档已写入 {file}（{size} 字节），SHA-256：", "The document is in {file} ({size} bytes), SHA-256:"
)
NO_FILE = _t("没有文件 {file}，请核对路径", "There is no file {file}; check the path")
NOT_A_FILE = _t("{file} 不是普通文件，请指定一个文件", "{file} is not a regular file; name a file")
FILE_UNREADABLE = _t(
    "{file} 无法读取（{reason}），请检查权限", "{file} cannot be read ({reason}); check its rights"
)
FILE_TOO_LARGE = _t(
    "{file} 超过 {limit} 字节；请缩小，或调整 PHASEGATE_EVIDENCE_LIMIT_BYTES",
    "{file} is larger than {limit} bytes; make it smaller or raise PHASEGATE_EVIDENCE_LIMIT_BYTES",
)
ONE_PLACE_FOR_TWO = _t(
    "--differences 与 --report 都写入 {file}，请各指定一个文件",
    "--differences and --report both name {file}; give each a file of its own",
)
WRONG_PORT = _t(
    "端口 {port} 不在 0 到 65535 之间，请改写", "The port {port} is not from 0 to 65535; write it again"
)
PORT_TAKEN = _t(
    "端口 {port} 无法使用（{reason}），请用 --port 换一个",
    "Port {port} cannot be used ({reason}); choose another with --port",
)
PORTAL_UP = _t("决定页面（Ctrl+C 结束）：{url}", "The decision page: {url} (end with Ctrl+C)")
PORTAL_UNPUBLISHED = _t(
    "! 未设置 PHASEGATE_PORTAL_URL：发出的消息不带链接",
    "! PHASEGATE_PORTAL_URL is not set: letters carry no links",
)
PORTAL_LINK = _t(
    "{person} 的专用链接，{day} 前有效，只能决定一次，请勿转发：",
    "The link of {person} alone, valid until {day}, for one decision; do not pass it on:",
)
NO_CHANNELS = _t(
    "没有配置通道：请设置 PHASEGATE_CHANNELS",
    "There are no channels: set PHASEGATE_CHANNELS to the channels file",
)
NO_SUCH_CHANNEL = _t(
    "{file} 中没有通道“{name}”，现有：{known}", "There is no channel {name!r} in {file}; there are: {known}"
)
NO_READER = _t(
    "组织文件中没有“{person}”，请用 --to 指定收件人",
    "{person!r} is not in the organisation file; name a reader with --to",
)
CHANNEL_TOOK = _t("已送达", "took the message")
TEST_SUBJECT = _t("测试消息", "Test message")
TEST_BODY = _t(
    "这是 Phasegate 的测试消息，无需处理。", "This is a test message of Phasegate; nothing needs to be done."
)
HOME_UNUSABLE = _t(
    "目录 {place} 无法使用（{reason}）；请用 PHASEGATE_HOME 指定可写的目录",
    "The folder {place} cannot be used ({reason}); name one that can be written with PHASEGATE_HOME",
)
UNJUDGED_KEY = _t(
    "! 剧本中没有关卡判定证据“{key}”，请核对编号；共 {count} 项中最相近的：{near}",
    "! No gate of the playbook judges evidence {key!r}; check the key; the nearest of {count}: {near}",
)
NO_GATE_FOR = _t(
    "剧本中没有判定“{what}”的关卡，请用 --evidence 指明证据",
    "No gate of the playbook judges {what!r}; name the evidence with --evidence",
)
SEVERAL_KEYS = _t(
    "“{what}”对应多项证据（{keys}），请用 --evidence 指明",
    "{what!r} is judged in several pieces of evidence ({keys}); choose with --evidence",
)
UNEXPECTED = _t(
    "程序出错：{fault}。详情已写入 {log}，请随报告附上",
    "Something went wrong inside: {fault}. The details are in {log}; send them along",
)
UNEXPECTED_UNLOGGED = _t(
    "程序出错：{fault}。详情无法写入日志，请检查 PHASEGATE_HOME",
    "Something went wrong inside: {fault}. The details could not be logged; check PHASEGATE_HOME",
)

OUTPUT_LOST = _t(
    "输出无法写入（{reason}）；已记录的内容仍然有效",
    "The output cannot be written ({reason}); what went on record stands",
)

# Answers of the desk.
RECORDED = _t("✓ {rollout} 已记录，账本 #{seq}，哈希 {leaf}", "✓ {rollout}: on record as #{seq}, hash {leaf}")
REPEATED = _t(
    "✓ {rollout} 此请求先前已处理（账本 #{seq}），本次没有变化",
    "✓ {rollout}: this request was answered before (#{seq}); nothing happened this time",
)
NOTHING_NEW = _t("✓ {rollout} 没有新内容，无需记录", "✓ {rollout}: nothing new, nothing to record")
DRY_RUN = _t("试运行，没有记录任何内容。提交后将是：", "A dry run; nothing is recorded. It would be:")
REFUSED = _t("✗ 被拒绝：{reason}", "✗ Refused: {reason}")
UNDELIVERED = _t(
    "! 决定已生效，但有消息未送达，稍后自动重试：{reason}",
    "! The decision stands, but a message is undelivered and tried again later: {reason}",
)

# Gates and phases.
PHASE_HEAD = _t(
    "{number} {phase} · {status} · 得分 {score}% · 计划完成 {due}",
    "{number} {phase} · {status} · score {score}% · planned end {due}",
)
READY = _t("可以放行，等待决定：{people}", "Ready to end; to be decided by: {people}")
NOT_READY = _t(
    "尚有 {count} 个必达关卡未达成，之后由 {people} 决定",
    "Gates still to be met: {count}; then decided by: {people}",
)
NO_OPEN_PHASE = _t("没有进行中的阶段，项目{status}", "No phase is open; the rollout is {status}")
MISSING = _t("→ {what}（{who}）", "→ {what} ({who})")
RESTS_ON = _t("证据 {key} {digest}，{day}", "evidence {key} {digest}, {day}")
DUE = _t("期限 {day}", "due {day}")
LATE = _t("逾期", "late")
WAIVED = _t("已豁免", "waived")
WAIVED_UNTIL = _t("豁免至 {day}", "waived until {day}")
NOT_JUDGED = _t("未判定", "not judged yet")
WAITS_ON = _t("等待：{people}", "Waits on: {people}")

# Signing.
SIGN_TITLE = _t("签核：{gate} [{key}]", "Sign-off: {gate} [{key}]")
EVIDENCE_LINE = _t(
    "{key}（{kind}，{day}，{people}；{origin}）{digest}",
    "{key} ({kind}, {day}, by {people}; {origin}) {digest}",
)
SIGN_MEANING = _t(
    "您的签核表示：您已查看以上证据并予以认可。签核只对这些内容（摘要 {digest}）有效，证据变更即失效",
    "Your sign-off says that you have seen this evidence and stand by it, as it is now (digest {digest}); "
    "when it changes, your sign-off lapses",
)
REJECT_MEANING = _t(
    "您的驳回表示：您已查看以上证据，不予认可。驳回只针对这些内容（摘要 {digest}）",
    "Your rejection says that you have seen this evidence and do not stand by it, as it is now (digest {digest})",
)
ONE_WORD = _t(
    "--ask、--reject、--withdraw 只能选一个，请分开执行", "Choose one of --ask, --reject and --withdraw"
)
SIGN_QUESTION = _t("签核吗？[y/N] ", "Sign it? [y/N] ")
NOT_SIGNED = _t("没有签核，没有任何变化", "Not signed; nothing has changed")
YES = frozenset({"y", "yes", "是", "好"})

# Lists.
NO_ROLLOUTS = _t("还没有项目；用 phasegate start 启动一个", "No rollouts yet; phasegate start begins one")
NO_ISSUES = _t("没有未关闭的问题", "No open issues")
NO_ACTIONS = _t("没有未完成的行动项", "No open action items")
NO_EVIDENCE = _t("尚无证据", "No evidence on record yet")
NO_CHECKS = _t("方案中没有核对项", "The plan has no checks")
NO_PLAYBOOKS = _t("没有剧本", "No playbooks")
NOTHING_WAITS = _t("没有待办", "Nothing waits on anybody")
NOTHING_WAITS_ON = _t(
    "没有等待“{person}”处理的事项；查看他人用 --for，全部用 --everybody",
    "Nothing waits on {person!r}; --for shows another's inbox, --everybody all of them",
)
INBOX_HINT = _t(
    "查看：phasegate gates 项目；处理：phasegate sign-off / evidence / decide / waive / override / action",
    "Look: phasegate gates ROLLOUT; act: phasegate sign-off / evidence / decide / waive / override / action",
)
STANDS_ON = _t("须先上线：{names}", "Stands on: {names}")
PHASE_PLAN = _t("{span}，由 {people} 决定", "{span}, decided by {people}")
PLAYBOOK_VALID = _t(
    "✓ {file} 有效：{name} {version}，{gates} 个关卡", "✓ {file} is valid: {name} {version}, {gates} gates"
)
REPORT_WRITTEN = _t("✓ 报告已写入 {file}", "✓ The report is in {file}")
AS_SIGNED = _t("✓ {evidence}：{checks} 项与签核时一致", "✓ {evidence}: as signed, checks looked at: {checks}")
NOT_AS_SIGNED = _t("✗ {evidence}：{reason}", "✗ {evidence}: {reason}")
NOT_ON_RECORD = _t("未能写入账本：{reason}", "This is not on record: {reason}")
NOTHING_TO_WATCH = _t(
    "项目 {rollout} 没有已签核且可监控的对账结果", "Rollout {rollout} has no signed reconciliation to watch"
)
NOTHING_COMPARED = _t(
    "项目 {rollout} 还没有对账结果", "Rollout {rollout} has no reconciliation on record yet"
)
READING_ROWS = _t("读取", "reading")
COMPARING_ROWS = _t("比对", "comparing")
PACE = _t(
    "{check}：{step}，{rows} 行，每秒 {rate} 行，剩余 {left}",
    "{check}: {step}, {rows} rows, {rate} rows/s, left {left}",
)
LOGIN_MAY_WRITE = _t(
    "提示：{variable} 的账号还能写入；核对只需要只读账号",
    "Note: the login of {variable} may write; a comparison needs one that may only read",
)
COMPARING = _t("正在核对 {plan}，共 {count} 张表……", "Comparing {plan}, tables: {count} …")

# The ledger.
VERIFYING = _t("正在校验账本……", "Verifying the ledger …")
LEDGER_VERIFIED = _t(
    "✓ 账本完整：{size} 条记录，{checkpoints} 个检查点，根哈希：",
    "✓ The ledger holds; entries: {size}, checkpoints: {checkpoints}, root hash:",
)
LEDGER_BROKEN = _t("✗ 账本不可信：{trouble}", "✗ The ledger does not hold: {trouble}")
LEDGER_RESTORED = _t("已记入第 {seq} 条：{told}", "On record as entry {seq}: {told}")
NOTHING_RESTORED = _t(
    "账本与所存检查点一致，没有需要说明的；请用 phasegate ledger verify 校验",
    "The ledger agrees with the kept checkpoint: there is nothing to answer for; see phasegate ledger verify",
)
NO_CHECKPOINT = _t(
    "{file} 不是检查点，请指定保存了 phasegate ledger checkpoint 所打印内容的文件",
    "{file} is no checkpoint; name a file with what phasegate ledger checkpoint has printed",
)
NO_COUNT = _t(
    "--last {count} 不是条数，请写 1 或更大的数", "--last {count} is no count of entries; write 1 or more"
)
LEDGER_EMPTY = _t("账本还没有记录", "The ledger has no entries yet")
LEDGER_EXPORTED = _t("✓ 已导出 {count} 条记录到 {place}", "✓ Exported to {place}; entries: {count}")
VERIFIER_WRITTEN = _t(
    "✓ 独立校验程序已写入 {file}，SHA-256：", "✓ The verifier is written to {file}; its SHA-256:"
)
ENTRY_LINE = _t("#{seq} {moment} {rollout} {who}：{said}", "#{seq} {moment} {rollout} {who}: {said}")

# The doctor.
FIX = _t("→ {fix}", "→ {fix}")
FIX_SETTINGS = _t("按提示改正环境变量", "correct the variable as told")
D_SETTINGS = _t("设置", "settings")
D_HOME = _t("工作目录", "home folder")
D_STORE = _t("数据库", "store")
D_LEDGER = _t("账本", "ledger")
D_CLOCK = _t("时钟", "clock")
D_KEY = _t("签名密钥", "signing key")
D_COMPANY = _t("组织文件", "organisation file")
D_SOURCES = _t("证据来源", "evidence sources")
D_PLAYBOOKS = _t("剧本", "playbooks")
D_PREFECT = _t("Prefect", "Prefect")
D_OUTBOX = _t("发件箱", "outbox")
SETTINGS_READ = _t("已读取", "read")
VARIABLES_STRAY = _t("没有这些设置，已忽略：{names}", "there are no such settings, they are ignored: {names}")
FIX_VARIABLES_STRAY = _t(
    "改正或删除这些环境变量；全部设置见 config/README.md",
    "correct or unset these variables; config/README.md lists every setting",
)
HOME_WRITABLE = _t("{place} 可写", "{place} can be written")
HOME_LOCKED = _t("{place} 不可写", "{place} cannot be written")
FIX_HOME = _t(
    "给予写权限，或用 PHASEGATE_HOME 指定其他目录",
    "allow writing, or name another folder with PHASEGATE_HOME",
)
STORE_OPEN = _t("可读写，{count} 个项目", "can be read and written, rollouts: {count}")
STORE_ABSENT = _t("尚未建立", "not made yet")
FIX_STORE_ABSENT = _t(
    "用 phasegate start 启动第一个项目即可", "phasegate start makes it with the first rollout"
)
LEDGER_TAIL = _t(
    "最新的 {count} 条记录校验无误（共 {size} 条）", "the newest {count} of {size} entries verify"
)
ENTRY_LOOSE = _t("记录 #{seq} 与账本的根不符", "entry #{seq} does not lead to the root of the ledger")
FIX_LEDGER = _t("运行 phasegate ledger verify --full", "run phasegate ledger verify --full")
D_NIGHT = _t("夜间校验", "nightly verification")
NIGHT_NONE = _t("尚未进行，巡查每夜校验一次账本", "none yet; the sweep verifies the ledger once a night")
NIGHT_VERIFIED = _t("{day} 校验通过，共 {size} 条", "verified at {day}, entries: {size}")
NIGHT_BROKEN = _t("{day} 校验未通过：{trouble}", "did not hold at {day}: {trouble}")
FIX_NIGHT = _t("巡查已两天未来，请运行 phasegate up", "no sweep has come by for two days; run phasegate up")
FIX_ALARM = _t("按提示处理后再体检", "do as told, then look again")
CLOCK_RIGHT = _t("与账本一致", "agrees with the ledger")
CLOCK_BEHIND = _t("比账本慢 {minutes} 分钟", "{minutes} minutes behind the ledger")
FIX_CLOCK = _t(
    "校准系统时钟；此前的记录都写作账本的最后时刻",
    "set the system's clock right; until then everything is recorded at the ledger's last moment",
)
KEY_THERE = _t("{place}", "{place}")
KEY_OPEN = _t("{place} 可被他人读取", "{place} can be read by others")
FIX_KEY_OPEN = _t("运行 chmod 600 {place}", "run chmod 600 {place}")
COMPANY_READ = _t("{name}，{count} 人", "{name}, people: {count}")
FIX_FILE = _t("按提示修改文件", "mend the file as told")
SOURCES_READ = _t("{count} 个来源", "sources: {count}")
SOURCES_UNSET = _t("未设置，证据由人提交", "not set; people record the evidence")
PLAYBOOKS_READ = _t("{names}", "{names}")
FIX_PLAYBOOK = _t("运行 phasegate playbook check 文件", "run phasegate playbook check FILE")
PREFECT_THERE = _t("{url} 有响应", "{url} answers")
PREFECT_SILENT = _t("{url} 没有响应", "{url} does not answer")
PREFECT_UNSET = _t("未设置", "not set")
FIX_PREFECT = _t("运行 phasegate up，或设置 PREFECT_API_URL", "run phasegate up, or set PREFECT_API_URL")
OUTBOX_EMPTY = _t("没有滞留的消息", "nothing waits")
OUTBOX_WAITS = _t("{count} 条消息待送达", "messages undelivered: {count}")
FIX_OUTBOX = _t("Prefect 运行后会自动送达", "they leave once Prefect runs")

# Columns.
C_ROLLOUT = _t("项目", "Rollout")
C_PHASE = _t("阶段", "Phase")
C_STATUS = _t("状态", "Status")
C_SCORE = _t("得分", "Score")
C_UNMET = _t("未达成", "Unmet")
C_WAITS_ON = _t("等待", "Waits on")
C_DUE = _t("期限", "Due")
C_KIND = _t("类别", "Kind")
C_WHAT = _t("事项", "What")
C_KEY = _t("编号", "Key")
C_TITLE = _t("名称", "Title")
C_OWNER = _t("责任人", "Owner")
C_SINCE = _t("提出", "Since")
C_SEVERITY = _t("级别", "Sev.")
C_STATE = _t("结果", "State")
C_SEEN = _t("日期", "Of")
C_BY = _t("经手人", "By")
C_DIGEST = _t("摘要", "Digest")
C_PLAYBOOK = _t("剧本", "Playbook")
C_VERSION = _t("版本", "Version")
C_GATES = _t("关卡", "Gates")
C_TABLE = _t("数据表", "Table")
C_OLD = _t("旧", "Old")
C_NEW = _t("新", "New")
C_ABSENT = _t("缺少", "Missing")
C_EXTRA = _t("多出", "Extra")
C_DOUBLED = _t("重复", "Doubled")
C_CHANGED = _t("不同", "Changed")

# Closed sets, by their values: the modules that define some of them take longer to import than `status` may.
STATUSES: Mapping[str, Text] = {
    "running": _t("进行中", "running"),
    "held": _t("已暂停", "on hold"),
    "cancelled": _t("已取消", "cancelled"),
    "killed": _t("已终止", "ended at a gate"),
    "completed": _t("已完成", "completed"),
}
WAITING: Mapping[str, Text] = {
    "evidence": _t("证据", "evidence"),
    "sign_off": _t("签核", "sign-off"),
    "decision": _t("决定", "decision"),
    "action": _t("行动项", "action item"),
    "waiver": _t("豁免", "waiver"),
    "override": _t("紧急越过", "override"),
}
ACTION_STATES: Mapping[str, Text] = {
    "open": _t("进行中", "open"),
    "late": _t("逾期", "late"),
    "done": _t("已完成", "done"),
}
