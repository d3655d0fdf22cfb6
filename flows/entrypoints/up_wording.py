"""What `phasegate up` says, in Chinese and English."""

from playbooks.model.text import Text


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


WORKER = _t("工作进程", "Worker")
PORTAL = _t("决定页面", "Decision page")
SLACK = _t("Slack 应用", "Slack app")

RUNS = _t("✓ {what}：{text}，日志 {log}", "✓ {what}: {text}, log {log}")
PREFECT = _t("✓ Prefect，日志 {log}：{page}", "✓ Prefect: {page}, log {log}")
DOES_NOT = _t("– {what}未启动：{text}", "– {what} not started: {text}")
FELL = _t(
    "✗ {what}已退出（代码 {code}）{said}，{pause:g} 秒后重新启动；日志 {log}",
    "✗ {what} ended (code {code}){said}; it is started again in {pause:g} s, log {log}",
)
ROSE = _t("✓ {what}已重新启动", "✓ {what} was started again")
SAID = _t("：{words}", ": {words}")
FINDS = _t(
    "其他终端中的 phasegate 命令会自动找到以上服务，只要用同一主目录（PHASEGATE_HOME={home}）",
    "phasegate in other terminals finds all this by itself, as long as it uses the same home (PHASEGATE_HOME={home})",
)
ENDS = _t("按 Ctrl-C 结束", "Ctrl-C ends it")

HOW_WORKER = _t("最多同时运行 {count} 个", "at most {count} runs at once")
HOW_PORTAL = _t("{url} （监听 127.0.0.1:{port}）", "{url}, listening on 127.0.0.1:{port}")
HOW_SOCKET = _t("经 Socket Mode", "over Socket Mode")
HOW_HTTP = _t("签名 HTTP，监听 127.0.0.1:{port}", "signed HTTP, listening on 127.0.0.1:{port}")

NO_PORTAL_URL = _t(
    "未设置 PHASEGATE_PORTAL_URL，信件不带决定链接",
    "PHASEGATE_PORTAL_URL is not set, so letters carry no links to it",
)
NO_BOT_TOKEN = _t(
    "未设置 PHASEGATE_SLACK_BOT_TOKEN，见 phasegate slack manifest",
    "PHASEGATE_SLACK_BOT_TOKEN is not set, see phasegate slack manifest",
)
NO_APP_TOKEN = _t(
    "未设置 PHASEGATE_SLACK_APP_TOKEN；用签名 HTTP 时请加 --slack-port 端口",
    "PHASEGATE_SLACK_APP_TOKEN is not set; for signed HTTP add --slack-port PORT",
)
NO_SIGNING_SECRET = _t(
    "签名 HTTP 需要 PHASEGATE_SLACK_SIGNING_SECRET", "signed HTTP takes PHASEGATE_SLACK_SIGNING_SECRET"
)
