package cn.jiaozi.contracts;

/// Every named refusal and every named problem of the suite. A name is never reused and never changes its meaning;
/// a retired one stays listed. `docs/reasons.md` is generated from here.
public enum Reason {
    // The business says no: the act is finished, and this is why.
    INSUFFICIENT_FUNDS(true, "The balance is too low.", "余额不足"),
    WALLET_NOT_FOUND(false, "There is no such wallet.", "钱包不存在"),
    WALLET_NOT_YOURS(false, "The wallet belongs to somebody else.", "无权使用该钱包"),
    WALLET_FROZEN(true, "The wallet is frozen for this movement.", "钱包已冻结"),
    WALLET_CLOSED(false, "The wallet is closed.", "钱包已注销"),
    WALLET_STATE_INVALID(true, "The wallet is not in a state for this act.", "钱包状态异常"),
    WALLET_TYPE_INVALID(false, "This class of wallet may not do this.", "钱包类型不符"),
    WALLET_EXISTS(false, "There is already a wallet of this class for this person or phone.", "同类钱包已存在"),
    SAME_WALLET(false, "Payer and payee are the same wallet.", "付款与收款钱包相同"),
    LIMIT_SINGLE(false, "The amount is above the limit for one payment.", "超过单笔限额"),
    LIMIT_DAILY(true, "The amount is above what is left of the daily limit.", "超过当日限额"),
    LIMIT_ANNUAL(true, "The amount is above what is left of the annual limit.", "超过年累计限额"),
    BALANCE_CAP_EXCEEDED(true, "The wallet may not hold that much.", "超过钱包余额上限"),
    WALLET_UNREACHABLE(false, "There is no way yet between these two wallets.", "两个钱包之间暂不支持转账"),
    OPERATOR_UNREACHABLE(true, "There is no connection to the other wallet's operator.", "对方运营机构不可达"),
    MERCHANT_NOT_FOUND(false, "There is no such merchant.", "商户不存在"),
    MERCHANT_INACTIVE(true, "The merchant does not take payments now.", "商户状态异常"),
    STORE_NOT_FOUND(false, "There is no such store of this merchant.", "门店不存在"),
    ORDER_NOT_FOUND(false, "There is no such order.", "订单不存在"),
    ORDER_EXPIRED(false, "The order has expired.", "订单已过期"),
    ORDER_CLOSED(false, "The merchant has closed the order.", "订单已关闭"),
    ORDER_PAID(false, "The order is paid already.", "订单已支付"),
    ORDER_CLAIMED(true, "Another payment of the order is under way.", "订单支付处理中"),
    ORDER_AMOUNT_DIFFERS(false, "The amount is not the order's.", "金额与订单不符"),
    ORIGINAL_NOT_FOUND(false, "There is no such payment to refund.", "原交易不存在"),
    ORIGINAL_NOT_SUCCEEDED(true, "The payment has not succeeded.", "原交易未成功"),
    REFUND_EXCEEDS(false, "The refunds would exceed the payment.", "退款金额超过原交易"),
    REFUND_COUNT_EXCEEDED(false, "The payment has been refunded too many times.", "退款次数超限"),
    REFUND_WINDOW_CLOSED(false, "The payment is too old to be refunded.", "超过退款期限"),
    REQUEST_EXPIRED(false, "The request reached the ledger after its time.", "请求已过期"),
    KYC_FAILED(false, "The identity could not be verified.", "身份核验未通过"),
    NAME_MISMATCH(false, "Account and name differ.", "户名不符"),
    ID_NO_INVALID(false, "The identity number is not valid.", "证件号码无效"),
    AGE_BELOW_16(false, "This class of wallet is for persons of sixteen and above.", "未满16周岁"),
    PHONE_MISMATCH(false, "The phone number is not the account's.", "手机号不符"),
    BANK_ACCOUNT_NOT_FOUND(false, "The bank has no such account.", "银行账户不存在"),
    BANK_ACCOUNT_FROZEN(true, "The bank account is frozen.", "银行账户已冻结"),
    BANK_INSUFFICIENT_FUNDS(true, "The bank account's balance is too low.", "银行账户余额不足"),
    BANK_ACCOUNT_NOT_LINKED(false, "The wallet has no linked bank account.", "未挂接银行账户"),
    SETTLEMENT_ACCOUNT_DIFFERS(
            true, "The wallet's linked account is not the one that the merchant was reviewed with.", "结算账户与挂接账户不符"),
    BANK_REFUSED(false, "The bank's core system refused.", "核心系统拒绝"),
    COUNTER_CLOSED(false, "The counter is closed.", "柜面已停用"),
    MERCHANT_EXISTS(false, "There is already an active merchant with this credit code.", "该统一社会信用代码已有商户"),
    MERCHANT_STATE_INVALID(false, "The merchant is not in a state for this act.", "商户状态不允许该操作"),
    MERCHANT_UNFINISHED(true, "Something of the merchant is still open.", "商户尚有未了事项"),
    FOUR_EYES(false, "This needs another person than the one who asked for it.", "须由另一人复核"),
    TERMINAL_BOUND(false, "The terminal is bound already.", "终端已绑定"),
    TERMINAL_STATE_INVALID(false, "The terminal is not in a state for this act.", "终端状态异常"),
    ACTIVATION_CODE_WRONG(false, "The activation code does not belong to this terminal.", "激活码错误"),
    ACTIVATION_CODE_EXPIRED(false, "The activation code has expired.", "激活码已过期"),
    ACTIVATION_CODE_LOCKED(false, "The activation code was tried too often.", "激活码已锁定"),
    KEY_IN_USE(false, "The key is registered already; make a new one.", "密钥已被使用"),
    KEY_NOT_SM2(false, "The key is on another curve than SM2.", "密钥不是SM2密钥"),
    FEE_PLAN_DECIDED(false, "The fee plan has been decided already.", "费率方案已处理"),
    DEVICE_COUNT_EXCEEDED(true, "There are too many devices; revoke one first.", "设备数量超限"),
    PURSE_COUNT_EXCEEDED(true, "The wallet has too many purses; retire or revoke one first.", "硬钱包数量超限"),
    PURSE_STATE_INVALID(true, "The purse is not in a state for this act.", "硬钱包状态异常"),
    LOAD_OPEN(true, "The chip has not closed the last load.", "上次离线充值未结清"),
    LOAD_UNDER_WAY(true, "Another load or unload of the purse is under way.", "离线充值处理中"),
    LOAD_CLOSED(false, "The load was closed by another statement of the chip.", "离线充值已结清"),
    STATEMENT_INVALID(false, "The chip's statement does not fit this purse and load.", "芯片声明无效"),
    AUTH_FACTOR_MISSING(false, "The payment must be signed by a registered device or carry the PIN.", "缺少认证要素"),
    PIN_WRONG(false, "The payment PIN is wrong.", "支付密码错误"),
    PIN_LOCKED(true, "The payment PIN is locked after too many wrong ones.", "支付密码已锁定"),
    PIN_NOT_SET(true, "The wallet has no payment PIN.", "未设置支付密码"),
    PAYMENT_CODE_INVALID(false, "There is no such payment code.", "付款码无效"),
    PAYMENT_CODE_EXPIRED(false, "The payment code has expired.", "付款码已过期"),
    PAYMENT_CODE_USED(false, "The payment code has been used.", "付款码已使用"),
    ORDER_REVERSED(false, "The sale has been reversed.", "订单已冲正"),
    EVIDENCE_MISSING(true, "Nothing proves that the purse has spent this twice.", "无双花证据"),
    CORE_FILE_STATE_INVALID(false, "The core's file is not in a state for this act.", "核心对账文件状态异常"),
    ITEM_STATE_INVALID(false, "The reconciliation item is not in a state for this act.", "差错状态异常"),
    REMEDY_STATE_INVALID(false, "The remedy is not in a state for this act.", "差错处理状态异常"),
    REMEDY_UNFIT(false, "This remedy does not fit what was found.", "差错处理方式不符"),
    SALE_DELIVERED(false, "A sale that succeeded is never taken back.", "已成功的消费不可冲正"),

    // The ledger says no, in the words of accounting.
    ACCOUNT_NOT_FOUND(true, "There is no such account.", "账户不存在"),
    ACCOUNT_ON_OTHER_SHARD(false, "The account is kept by another shard of the ledger.", "账户在其他分片"),
    ACCOUNT_CLOSED(false, "The account is closed.", "账户已销户"),
    ACCOUNT_QUARANTINED(true, "The account is being looked into.", "账户核查中"),
    ACCOUNT_NOT_EMPTY(true, "Money stands or is held on the account.", "账户余额不为零"),
    DEBIT_FROZEN(true, "Debits of the account are stopped.", "账户止付"),
    CREDIT_FROZEN(true, "Credits of the account are stopped.", "账户止收"),
    HOLD_NOT_FOUND(true, "There is no such hold.", "冻结记录不存在"),
    HOLD_NOT_PENDING(false, "The hold has been captured or voided.", "冻结记录已处理"),
    HOLD_EXPIRED(false, "The hold's time is over.", "冻结已到期"),
    HOLD_NOT_DUE(true, "The hold's time is not over yet.", "冻结未到期"),
    HOLD_AMOUNT_INVALID(false, "The capture does not fit what is held.", "扣款金额与冻结不符"),
    ENTRY_NOT_FOUND(true, "There is no such entry.", "分录不存在"),
    ENTRY_NOT_REVERSIBLE(false, "Only what was posted, and is no reversal itself, can be reversed.", "分录不可冲正"),
    ENTRY_REVERSED(false, "The entry has been reversed.", "分录已冲正"),
    ALREADY_POSTED(false, "Another attempt of this step was posted.", "该步骤已记账"),
    ATTEMPT_OUT_OF_ORDER(false, "The attempt before this one was not rejected.", "重试序号错误"),
    AMOUNT_OVERFLOW(false, "A balance would exceed what can be counted.", "金额溢出"),

    // The caller is wrong, or somebody is away: a problem, no act was begun.
    BILL_NOT_READY(true, "The bill is not made yet.", "账单尚未生成"),
    BILL_WITHHELD(true, "The day does not add up, so that nobody gets its bill.", "账单核对不平，暂不提供"),
    RECEIPT_NOT_READY(true, "What the receipt would be of is not booked yet.", "尚未入账，暂无回单"),
    RECEIPT_NOT_GIVEN(false, "There is nothing that a receipt could be of.", "无可开具的回单"),
    IDEMPOTENCY_CONFLICT(false, "The same id was used before with other content.", "相同编号内容不一致"),
    BAD_REQUEST(false, "The request is not well-formed.", "请求格式错误"),
    UNAUTHENTICATED(false, "The caller is not known.", "未通过身份认证"),
    SIGNATURE_INVALID(false, "The request's signature is not valid.", "签名无效"),
    SIGNATURE_EXPIRED(true, "The request was signed too long ago, or in the future.", "签名已过期"),
    SIGNATURE_REPLAYED(false, "The request has been seen before.", "请求重放"),
    KEY_UNKNOWN(false, "The key is not registered.", "密钥未注册"),
    KEY_REVOKED(false, "The key has been revoked.", "密钥已吊销"),
    KEY_NOT_YOURS(false, "The key belongs to somebody else.", "密钥不属于调用方"),
    LOGIN_TOO_OLD(true, "This needs a fresh login.", "需要重新登录"),
    FORBIDDEN(false, "The caller may not do this.", "无权限"),
    NOT_FOUND(false, "There is nothing here.", "资源不存在"),
    METHOD_NOT_ALLOWED(false, "This method is not served here.", "请求方法不支持"),
    NOT_ACCEPTABLE(false, "The answer cannot be given in that form.", "响应格式不支持"),
    UNSUPPORTED_MEDIA_TYPE(false, "The body must be application/json.", "请求内容类型不支持"),
    BODY_TOO_LARGE(false, "The body is too large.", "请求内容过大"),
    INTERNAL_ERROR(true, "Something is wrong on our side.", "系统内部错误"),
    UPSTREAM_UNAVAILABLE(true, "The service is away for the moment.", "服务暂不可用"),
    UPSTREAM_TIMEOUT(true, "The service did not answer in time.", "服务响应超时"),
    TOO_MANY_REQUESTS(true, "More of these came than can be taken now; come again a little later.", "请求过多，请稍后重试");

    private final boolean retryable;
    private final String en;
    private final String zh;

    Reason(boolean retryable, String en, String zh) {
        this.retryable = retryable;
        this.en = en;
        this.zh = zh;
    }

    /// Whether a new act (a new id) with the same content could succeed later without anybody changing it.
    public boolean retryable() {
        return retryable;
    }

    public String en() {
        return en;
    }

    public String zh() {
        return zh;
    }
}
