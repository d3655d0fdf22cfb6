"""Every wording of `phasegate slack`, in Chinese and English; blanks in braces are filled by name."""

from playbooks.model.text import Text


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


NO_BOT_TOKEN = _t(
    "缺少机器人令牌，请设置 PHASEGATE_SLACK_BOT_TOKEN（xoxb-…）",
    "There is no bot token; set PHASEGATE_SLACK_BOT_TOKEN (xoxb-…)",
)
NO_APP_TOKEN = _t(
    "缺少应用令牌，请设置 PHASEGATE_SLACK_APP_TOKEN（xapp-…），或用 --http 端口",
    "There is no app token; set PHASEGATE_SLACK_APP_TOKEN (xapp-…), or use --http PORT",
)
NO_SIGNING_SECRET = _t(
    "缺少签名密钥，HTTP 方式不能启动，请设置 PHASEGATE_SLACK_SIGNING_SECRET",
    "There is no signing secret, so HTTP does not start; set PHASEGATE_SLACK_SIGNING_SECRET",
)
SERVING_SOCKET = _t(
    "Slack 应用已连接（Socket Mode）。Ctrl-C 结束", "The Slack app is connected (Socket Mode). Ctrl-C ends it"
)
SERVING_HTTP = _t(
    "Slack 应用在 http://{host}:{port}{path} 等待请求。Ctrl-C 结束",
    "The Slack app waits for requests at http://{host}:{port}{path}. Ctrl-C ends it",
)
NO_CARD = _t(
    "项目 {rollout} 中没有关卡或阶段“{about}”，可选：{known}",
    "{rollout} has no gate or phase {about!r}; there are: {known}",
)
NO_PERSON = _t("项目 {rollout} 中没有“{person}”", "{rollout} has no person {person!r}")

# The doctor.
D_TOKENS = _t("令牌", "tokens")
D_WORKSPACE = _t("工作区", "workspace")
D_SCOPES = _t("权限", "scopes")
D_PEOPLE = _t("成员账号", "people")
D_TEMPLATES = _t("卡片模板", "templates")
TOKENS_SOCKET = _t(
    "机器人令牌与应用令牌已设置（Socket Mode）", "bot token and app token are set (Socket Mode)"
)
TOKENS_HTTP = _t("机器人令牌与签名密钥已设置（HTTP）", "bot token and signing secret are set (HTTP)")
TOKENS_HALF = _t("缺少应用令牌或签名密钥", "neither app token nor signing secret is set")
FIX_TOKENS = _t(
    "运行 phasegate slack manifest 创建应用，再设置令牌",
    "make the app with phasegate slack manifest, then set its tokens",
)
WORKSPACE_FOUND = _t("{team}，以 {user} 登录", "{team}, logged in as {user}")
FIX_WORKSPACE = _t("检查令牌与网络", "check the token and the network")
SCOPES_FOUND = _t("全部具备", "all granted")
SCOPES_MISSING = _t("缺少 {scopes}", "missing: {scopes}")
FIX_SCOPES = _t("在应用设置中补上权限并重新安装", "add them in the app's settings and install it again")
PEOPLE_FOUND = _t("{count} 人均已找到", "all found: {count}")
PEOPLE_MISSING = _t("未找到：{people}", "not found: {people}")
FIX_PEOPLE = _t(
    "更正邮箱，或在组织文件的 slack 中登记账号",
    "correct the addresses, or name the accounts under slack in the organisation file",
)
TEMPLATES_SOUND = _t("{count} 个模板均有效", "all sound: {count}")
TEMPLATES_WRONG = _t("{name}：{fault}", "{name}: {fault}")
TEMPLATES_UNCHECKED = _t("此工作区不提供模板检查（{fault}）", "this workspace checks no templates ({fault})")
FIX_TEMPLATES = _t("请附上此信息报告问题", "report this as a fault")
