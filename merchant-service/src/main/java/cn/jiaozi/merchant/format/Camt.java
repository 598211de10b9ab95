package cn.jiaozi.merchant.format;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.chassis.Bytes;
import cn.jiaozi.chassis.CopyRow;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;

/// The fund flow as a message of ISO 20022, written while its rows come: the statement with balances (camt.053.001.08)
/// or the notification without them (camt.054.001.08).
///
/// The version is that of the message release of 2019, which banks have agreed on for payments and their reports
/// (CBPR+, HVPS+). A wallet is an account without an IBAN: `Othr` with the scheme `ECNY`.
public final class Camt implements BillFormat {
    /// The messages that are written.
    public enum Message {
        /// Bank to customer statement.
        CAMT_053("urn:iso:std:iso:20022:tech:xsd:camt.053.001.08", "BkToCstmrStmt", "Stmt", "053"),
        /// Bank to customer debit and credit notification.
        CAMT_054("urn:iso:std:iso:20022:tech:xsd:camt.054.001.08", "BkToCstmrDbtCdtNtfctn", "Ntfctn", "054");

        private final String namespace;
        private final String root;
        private final String report;
        private final String number;

        Message(String namespace, String root, String report, String number) {
            this.namespace = namespace;
            this.root = root;
            this.report = report;
            this.number = number;
        }
    }

    private static final int LONGEST_REFERENCE = 35;
    private static final int LONGEST_REMARK = 140;

    private final Message message;
    private final Statement of;
    private final Flow flow;
    private final Element xml = new Element();
    private long rows;

    public Camt(Message message, Statement of) {
        this.message = message;
        this.of = of;
        this.flow = new Flow(of.balances());
    }

    @Override
    public void begin(Bytes out) {
        try {
            xml.to(XMLOutputFactory.newDefaultFactory()
                    .createXMLStreamWriter(out.stream(), StandardCharsets.UTF_8.name()));
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        String id = of.owner() + "-" + DateTimeFormatter.BASIC_ISO_DATE.format(of.day()) + "-" + message.number;
        xml.root(message.namespace).open(message.root);
        xml.open("GrpHdr")
                .leaf("MsgId", id)
                .leaf("CreDtTm", time(at(of.closedAt())))
                .close();
        xml.open(message.report).leaf("Id", id).leaf("CreDtTm", time(at(of.closedAt())));
        xml.open("FrToDt")
                .leaf("FrDtTm", time(of.day().atStartOfDay(BusinessTime.ZONE).toOffsetDateTime()))
                .leaf(
                        "ToDtTm",
                        time(of.day()
                                .plusDays(1)
                                .atStartOfDay(BusinessTime.ZONE)
                                .toOffsetDateTime()))
                .close();
        xml.open("Acct");
        account(of.walletId());
        xml.leaf("Ccy", "CNY");
        xml.open("Svcr")
                .open("FinInstnId")
                .open("Othr")
                .leaf("Id", of.operator())
                .close()
                .close()
                .close();
        xml.close();
        if (message == Message.CAMT_053) {
            balance("OPBD", of.balances().openingFen());
            balance("CLBD", of.balances().closingFen());
        }
        summary();
    }

    @Override
    public void row(CopyRow row, Bytes out) {
        flow.after(row);
        rows++;
        String entry = row.text(Flow.ENTRY);
        String businessId = row.text(Flow.BUSINESS_ID);
        var at = at(row.instant(Flow.AT));
        boolean isIn = row.bool(Flow.IS_IN);
        xml.open("Ntry").leaf("NtryRef", entry).amount("Amt", row.int8(Flow.AMOUNT));
        xml.leaf("CdtDbtInd", isIn ? "CRDT" : "DBIT")
                .open("Sts")
                .leaf("Cd", "BOOK")
                .close();
        xml.open("BookgDt").leaf("DtTm", time(at)).close();
        xml.open("ValDt").leaf("Dt", of.day().toString()).close();
        xml.leaf("AcctSvcrRef", entry);
        code(TransactionCode.of(row.text(Flow.TX_TYPE), isIn), row.text(Flow.TX_TYPE));
        xml.open("NtryDtls").open("TxDtls").open("Refs");
        String order = row.isNull(Flow.ORDER) ? "" : row.text(Flow.ORDER);
        xml.leaf("EndToEndId", order.isEmpty() || order.length() > LONGEST_REFERENCE ? "NOTPROVIDED" : order);
        xml.leaf("TxId", reference(businessId)).close();
        xml.amount("Amt", row.int8(Flow.AMOUNT)).leaf("CdtDbtInd", isIn ? "CRDT" : "DBIT");
        xml.open("RltdPties").open(isIn ? "DbtrAcct" : "CdtrAcct");
        account(Counterparty.of(row.text(Flow.OTHER)));
        xml.close().close();
        xml.open("RmtInf").leaf("Ustrd", cut(businessId, LONGEST_REMARK)).close();
        xml.close().close().close();
    }

    @Override
    public void end(Bytes out) {
        flow.end();
        xml.close().close().end();
    }

    private void account(String id) {
        xml.open("Id")
                .open("Othr")
                .leaf("Id", id)
                .open("SchmeNm")
                .leaf("Prtry", "ECNY")
                .close()
                .close()
                .close();
    }

    private void balance(String code, long fen) {
        xml.open("Bal").open("Tp").open("CdOrPrtry").leaf("Cd", code).close().close();
        xml.amount("Amt", Math.absExact(fen)).leaf("CdtDbtInd", fen < 0 ? "DBIT" : "CRDT");
        xml.open("Dt").leaf("Dt", of.day().toString()).close().close();
    }

    private void summary() {
        var all = of.balances();
        long netFen = Math.subtractExact(all.inFen(), all.outFen());
        xml.open("TxsSummry").open("TtlNtries").leaf("NbOfNtries", Long.toString(all.ins() + all.outs()));
        xml.leaf("Sum", Element.yuan(Math.addExact(all.inFen(), all.outFen())));
        xml.open("TtlNetNtry").leaf("Amt", Element.yuan(Math.absExact(netFen)));
        xml.leaf("CdtDbtInd", netFen < 0 ? "DBIT" : "CRDT").close().close();
        xml.open("TtlCdtNtries").leaf("NbOfNtries", Long.toString(all.ins()));
        xml.leaf("Sum", Element.yuan(all.inFen())).close();
        xml.open("TtlDbtNtries").leaf("NbOfNtries", Long.toString(all.outs()));
        xml.leaf("Sum", Element.yuan(all.outFen())).close().close();
    }

    /// The code of ISO for whoever knows it, and ours, which says more.
    private void code(TransactionCode code, String ours) {
        xml.open("BkTxCd").open("Domn").leaf("Cd", code.domain()).open("Fmly").leaf("Cd", code.family());
        xml.leaf("SubFmlyCd", code.subFamily()).close().close();
        xml.open("Prtry").leaf("Cd", ours).leaf("Issr", of.operator()).close().close();
    }

    /// A business id is longer than a reference may be; its number without dashes is not.
    private static String reference(String businessId) {
        return cut(businessId.substring(businessId.indexOf(':') + 1).replace("-", ""), LONGEST_REFERENCE);
    }

    private static String cut(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) : text;
    }

    private static OffsetDateTime at(java.time.Instant instant) {
        return instant.atZone(BusinessTime.ZONE).toOffsetDateTime();
    }

    private static String time(OffsetDateTime at) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at);
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public Map<String, Long> sums() {
        return flow.sums();
    }
}
