package cn.jiaozi.wallet.opening;

import cn.jiaozi.wallet.kyc.Identity;
import cn.jiaozi.wallet.limit.WalletClass;
import cn.jiaozi.wallet.number.Phone;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;

/// What is asked for when a wallet is to be opened; what is needed depends on the class. No record of it says in
/// `toString` what it knows.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "walletClass")
sealed interface OpeningRequest {
    String TEXT = "(?!\\s)\\P{Cntrl}{1,100}";
    String BRANCH = "[0-9A-Za-z]{1,12}";

    WalletClass walletClass();

    Optional<String> branchCode();

    Identity identity();

    /// Resident identity card, in the field's code set.
    enum IdType {
        IT01
    }

    record BankAccount(
            @Pattern(regexp = "[0-9]{8,32}", message = "must have 8 to 32 digits")
            String accountNo) {
        @Override
        public String toString() {
            return "BankAccount";
        }
    }

    @JsonTypeName("CLASS_IV")
    record ClassIv(
            @Pattern(regexp = Phone.PATTERN, message = "must be a phone number in E.164 or of the mainland")
            String phone,

            Optional<@Pattern(regexp = BRANCH) String> branchCode)
            implements OpeningRequest {
        @Override
        public WalletClass walletClass() {
            return WalletClass.CLASS_IV;
        }

        @Override
        public Identity identity() {
            return new Identity(
                    Optional.of(Phone.normalized(phone)),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        @Override
        public String toString() {
            return "ClassIv";
        }
    }

    @JsonTypeName("CLASS_II")
    record ClassIi(
            @Pattern(regexp = Phone.PATTERN, message = "must be a phone number in E.164 or of the mainland")
            String phone,

            @Pattern(regexp = TEXT, message = "must have 1 to 100 characters")
            String name,

            IdType idType,

            @Pattern(regexp = "[0-9]{17}[0-9X]", message = "must have 18 characters: digits, the last may be X")
            String idNo,

            @Valid BankAccount bankAccount,
            Optional<@Pattern(regexp = BRANCH) String> branchCode)
            implements OpeningRequest {
        @Override
        public WalletClass walletClass() {
            return WalletClass.CLASS_II;
        }

        @Override
        public Identity identity() {
            return new Identity(
                    Optional.of(Phone.normalized(phone)),
                    Optional.of(name),
                    Optional.of(idNo),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(bankAccount.accountNo()));
        }

        @Override
        public String toString() {
            return "ClassIi";
        }
    }

    /// A card for whoever bears it; nobody is asked who that is.
    @JsonTypeName("HW_ANON")
    record HwAnon(Optional<@Pattern(regexp = BRANCH) String> branchCode) implements OpeningRequest {
        @Override
        public WalletClass walletClass() {
            return WalletClass.HW_ANON;
        }

        @Override
        public Identity identity() {
            return new Identity(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /// @param uscc       unified social credit code
    /// @param ownerParty the organization as a caller: the party that may use the wallet
    @JsonTypeName("CORPORATE")
    record Corporate(
            @Pattern(regexp = TEXT, message = "must have 1 to 100 characters")
            String name,

            @Pattern(regexp = "[0-9A-Z]{18}", message = "must have 18 characters: digits and capital letters")
            String uscc,

            @Pattern(regexp = TEXT, message = "must have 1 to 100 characters")
            String legalRepresentative,

            @Valid BankAccount bankAccount,

            @Pattern(regexp = "[\\x21-\\x7e]{1,64}", message = "must have 1 to 64 visible characters")
            String ownerParty,

            Optional<@Pattern(regexp = BRANCH) String> branchCode)
            implements OpeningRequest {
        @Override
        public WalletClass walletClass() {
            return WalletClass.CORPORATE;
        }

        @Override
        public Identity identity() {
            return new Identity(
                    Optional.empty(),
                    Optional.of(name),
                    Optional.empty(),
                    Optional.of(uscc),
                    Optional.of(legalRepresentative),
                    Optional.of(bankAccount.accountNo()));
        }

        @Override
        public String toString() {
            return "Corporate";
        }
    }
}
