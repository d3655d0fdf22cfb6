"""What the Slack client tells a person when something does not work."""

from playbooks.model.text import Text


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


NO_ANSWER = _t("应用没有响应，请重试", "This app did not respond; try again")
COMMAND_FAILED = _t(
    "命令执行失败：应用没有响应", "The command failed: this app did not respond (dispatch_failed)"
)
UNKNOWN_COMMAND = _t("没有这个命令", "This is not a valid command")
FORM_FAILED = _t("连接出现问题，请重试", "We had some trouble connecting; try again")
BAD_ANSWER = _t("应用的回答有误", "Something went wrong with the answer of this app")
DEACTIVATED = _t("账号已停用", "This account is deactivated")
NOT_IN_CHANNEL = _t("不在该频道中，看不到消息", "Not in this channel: nothing of it can be seen")
MESSAGE_GONE = _t("消息已不存在", "The message is gone")
NO_CONTROL = _t("界面上没有这个按钮或选项", "There is no such control on the screen")
NO_OPTION = _t("没有这个选项", "There is no such option")
NO_MODAL = _t("没有打开的窗口", "No modal is open")
NO_HOME = _t("应用主页还没有内容", "The App Home is still empty")
NO_FIELD = _t("没有这个字段", "There is no such field")
REQUIRED = _t("请填写此项", "This field is required")
TOO_SHORT = _t("内容太短", "This is too short")
TOO_LONG = _t("内容太长", "This is too long")
NO_NUMBER = _t("请填写数字", "This is not a number")
OUT_OF_RANGE = _t("数字超出范围", "This number is out of range")
NO_DATE = _t("请填写日期", "This is not a date")
NO_PERSON = _t("没有这个人", "There is no such person")
TOO_MANY_FILES = _t("文件太多", "These are too many files")
WRONG_FILE_TYPE = _t("不接受这种文件", "Files of this type are not accepted")
NO_FILE = _t("没有这个文件", "There is no such file")
