"""The words around the messages, in both languages; the page itself holds none."""

from playbooks.model.text import Language, Text


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


WORDS = {
    "title": _t("本地工作区", "Local workspace"),
    "notice": _t("本机试用环境，未连接 Slack", "Runs on this machine; not connected to Slack"),
    "channels": _t("频道", "Channels"),
    "apps": _t("应用", "Apps"),
    "home": _t("主页", "Home"),
    "messages": _t("消息", "Messages"),
    "home_empty": _t("应用还没有发布主页。", "The app has not published its home yet."),
    "channel_empty": _t("这里还没有消息。", "Nothing has been written here yet."),
    "account_off": _t("该账号已停用，看不到任何内容。", "This account is deactivated and sees nothing."),
    "no_channels": _t("还没有加入任何频道。", "Not in any channel yet."),
    "you_are": _t("当前身份", "You are"),
    "switch": _t("切换身份", "Switch person"),
    "find_person": _t("按姓名或职务查找", "Find by name or title"),
    "guest": _t("访客", "guest"),
    "foreign": _t("外部", "external"),
    "deactivated": _t("已停用", "deactivated"),
    "app": _t("应用", "APP"),
    "people": _t("{n} 人", "{n} people"),
    "private": _t("私密频道", "private channel"),
    "write": _t("写消息，或输入 / 使用命令", "Write a message, or type / for a command"),
    "write_to": _t("发消息到 {name}", "Message {name}"),
    "send": _t("发送", "Send"),
    "reply": _t("回复", "Reply"),
    "replies": _t("{n} 条回复", "{n} replies"),
    "one_reply": _t("1 条回复", "1 reply"),
    "thread": _t("消息串", "Thread"),
    "close": _t("关闭", "Close"),
    "cancel": _t("取消", "Cancel"),
    "confirm": _t("确定", "OK"),
    "edited": _t("（已编辑）", "(edited)"),
    "only_you": _t("仅对您可见", "Only visible to you"),
    "optional": _t("（选填）", "(optional)"),
    "choose": _t("请选择", "Choose"),
    "choose_files": _t("选择文件", "Choose files"),
    "sending": _t("正在发送…", "Sending…"),
    "today": _t("今天", "Today"),
    "yesterday": _t("昨天", "Yesterday"),
    "connected": _t("应用已连接", "App connected"),
    "not_connected": _t("应用未连接", "App not connected"),
    "lost": _t("工作区已停止，请重新启动后刷新页面", "The workspace has stopped; start it again and reload"),
    "failed": _t("操作失败，请重试", "That did not work; try again"),
    "other_language": _t("English", "中文"),
    "more": _t("更多操作", "More actions"),
    "picture": _t("图片：{name}", "Picture: {name}"),
    "everybody": _t("@所有人", "@everyone"),
    "unknown_block": _t("此处的 {name} 不在本页显示", "A {name} block, which this page does not draw"),
}


def words() -> dict[str, dict[str, str]]:
    """Return all words by language."""
    return {
        language.value: {name: text.to(language) for name, text in WORDS.items()} for language in Language
    }
