"""What the doctor says of channels, decision page and Slack, in Chinese and English."""

from playbooks.model.text import Text


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


D_CHANNELS = _t("通道文件", "channels file")
CHANNELS_UNSET = _t("未设置，消息写入 {file}", "not set, messages go to {file}")
CHANNELS_READ = _t("{count} 个发送方，密钥齐全：{names}", "senders with all their secrets: {count} ({names})")
CHANNELS_EMPTY = _t("没有任何发送方", "it names no sender")
FIX_CHANNELS_EMPTY = _t("在 robots、email 或 others 下添加", "add one under robots, email or others")
SECRETS_UNSET = _t("未设置环境变量 {names}", "environment variables not set: {names}")
FIX_SECRETS = _t("在启动 Phasegate 的环境中设置这些变量", "set them where Phasegate is started")
WEBHOOKS_UNSAFE = _t("{names} 的地址不是 https://", "the address is no https:// address: {names}")
FIX_WEBHOOKS = _t("从群设置中重新复制机器人地址", "copy the robot's address from the group's settings again")
CHANNEL_STRANGERS = _t(
    "组织文件中没有 {names}，写给他们的消息不会送达",
    "not in the organisation file, so nothing reaches them: {names}",
)
CHANNEL_TRIED = _t("测试消息已送达 {person}", "took a test message for {person}")
D_CHANNEL = _t("通道 {name}", "channel {name}")
FIX_CHANNEL = _t(
    "按提示改正后运行 phasegate channels test", "mend it as told, then run phasegate channels test"
)
NO_CHANNELS = _t("没有可测试的通道", "there is no channel to try")
FIX_NO_CHANNELS = _t("用 PHASEGATE_CHANNELS 指定通道文件", "name the channels file with PHASEGATE_CHANNELS")
NO_READER = _t("组织文件中没有“{person}”", "{person!r} is not in the organisation file")
FIX_READER = _t("用 --to 指定收件人", "name a reader with --to")

D_PORTAL = _t("决定页面", "decision page")
PORTAL_UNSET = _t(
    "未设置 PHASEGATE_PORTAL_URL，消息不带决定链接", "PHASEGATE_PORTAL_URL is not set, letters carry no links"
)
PORTAL_OPEN = _t("{url} 不加密，链接会被旁人看到", "{url} is not encrypted, so others can read the links")
FIX_PORTAL_OPEN = _t("改用 https:// 地址", "use an https:// address")
PORTAL_SILENT = _t("{url} 没有响应", "{url} does not answer")
FIX_PORTAL_SILENT = _t("运行 phasegate up 或 phasegate portal", "run phasegate up or phasegate portal")
PORTAL_THERE = _t("{url} 有响应", "{url} answers")
FIX_PORTAL_KEY = _t(
    "恢复该文件；如已丢失则删除，旧链接随之失效",
    "restore the file; if it is lost remove it, which makes old links void",
)

D_SLACK = _t("Slack", "Slack")
SLACK_UNSET = _t("未设置，不使用 Slack", "not set, Slack is not used")
FIX_SLACK = _t("运行 phasegate slack doctor 查看详情", "run phasegate slack doctor to see more")
