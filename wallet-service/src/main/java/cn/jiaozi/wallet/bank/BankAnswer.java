package cn.jiaozi.wallet.bank;

import cn.jiaozi.contracts.Reason;

/// What is known after a call to the core. Only [Done] and [Refused] end anything.
public sealed interface BankAnswer {
    record Done(String bankRef) implements BankAnswer {}

    record Refused(Reason reason) implements BankAnswer {}

    /// The core does not know the request: it never arrived, or it is still on its way.
    record NotFound() implements BankAnswer {}

    /// No answer, or one that cannot be understood: anything may have happened.
    record Lost(String why) implements BankAnswer {}

    /// Whether the core can say nothing else any more.
    default boolean isFinal() {
        return switch (this) {
            case Done _, Refused _ -> true;
            case NotFound _, Lost _ -> false;
        };
    }
}
