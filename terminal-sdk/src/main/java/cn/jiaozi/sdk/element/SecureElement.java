package cn.jiaozi.sdk.element;

import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.tap.Acknowledgement;
import cn.jiaozi.sdk.tap.Offer;
import cn.jiaozi.sdk.tap.Payment;
import cn.jiaozi.sdk.voucher.LoadOrder;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Statement;
import cn.jiaozi.sdk.voucher.SyncReceipt;
import java.util.List;
import java.util.Optional;

/// The chip of a purse (安全芯片). Each command is done whole or not at all, and its answer can be asked for again. A
/// command that it does not do throws [Refused].
public interface SecureElement {
    /// What anybody may read.
    Display display();

    /// Takes its certificate, the first one or a renewed one of the same purse and key.
    void personalise(Chain chain);

    /// Sets the PIN, six digits.
    ///
    /// @param current empty while there is none
    void changePin(Optional<String> current, String next);

    /// Begins a tap. There is one at a time: a former one is [Session#close]d first, also when it was torn.
    Session open(Power power);

    /// Holds money, as the bank orders. The same order again changes nothing.
    void load(Signed<LoadOrder> order, Chain signatory);

    /// What the bank has seen counts no longer against the limits, and is forgotten where a payee has
    /// acknowledged it. An old receipt changes nothing.
    void synced(Signed<SyncReceipt> receipt, Chain signatory);

    /// What it says of itself.
    ///
    /// @param challenge the bank's, sixteen bytes
    Signed<Statement> state(Octets challenge);

    /// Sets the balance to zero and says in the same act what it was. Until the next load the same statement is
    /// given again, whatever the challenge.
    Signed<Statement> close(Octets challenge);

    /// What it has paid, as far as the bank has not seen it or no payee has acknowledged it, in order.
    List<Kept> kept();

    /// A tap as the payer's chip sees it.
    interface Session extends AutoCloseable {
        /// Pays what is asked for: balance, counter and voucher change in one act, before the answer is given.
        /// The same request again, in this tap or a later one, is answered with the same debit and costs
        /// nothing.
        ///
        /// @param pin shown by the payer, if it was
        Payment pay(Offer offer, Optional<String> pin);

        /// What it has paid, once more, for a payee that asks for nothing any more since it has kept the voucher.
        Payment again(Hash voucher);

        /// Keeps the payee's word that it holds the voucher.
        void acknowledged(Acknowledgement acknowledgement, Chain payee);

        /// The devices are apart.
        @Override
        void close();
    }
}
