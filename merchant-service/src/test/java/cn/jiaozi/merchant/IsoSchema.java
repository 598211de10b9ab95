package cn.jiaozi.merchant;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/// Schemas of ISO 20022, release of 2019.
///
/// Of that family (052, 053, 054) no library at hand has the published files but of camt.052.001.08. The three are
/// published with the same types for accounts, balances, entries and transactions; what differs is the frame around
/// them, which is put here as the message definition report has it: the names of root and report, whether balances are
/// demanded, optional or absent, and two names that we do not use. That the frame is right says [IsoModel], which has
/// 053 and 054 themselves; so a message must pass both.
final class IsoSchema {
    private IsoSchema() {}

    /// What either says against a message.
    static List<String> flaws(String kind, String message) {
        var model = IsoModel.Message.valueOf(kind);
        String namespace = " xmlns=\"" + model.namespace() + "\"";
        require(message, namespace);
        try {
            var flaws = flawsOf(schema(kind), message);
            flaws.addAll(flawsOf(model.schema(), message.replace(namespace, "")));
            return flaws;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> flawsOf(String schema, String message) throws IOException {
        var flaws = new ArrayList<String>();
        try {
            var validator = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(new StreamSource(new StringReader(schema)))
                    .newValidator();
            validator.setErrorHandler(new DefaultHandler() {
                @Override
                public void error(SAXParseException flaw) {
                    flaws.add(flaw.getMessage());
                }
            });
            validator.validate(new StreamSource(new StringReader(message)));
        } catch (SAXException e) {
            flaws.add(String.valueOf(e.getMessage()));
        }
        return flaws;
    }

    private static String schema(String kind) throws IOException {
        String of052;
        try (var file = IsoSchema.class.getResourceAsStream("/camt.052.001.08.xsd")) {
            of052 = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
        boolean isStatement = kind.equals("CAMT_053");
        String balances = "<xs:element maxOccurs=\"unbounded\" minOccurs=\"0\" name=\"Bal\" type=\"CashBalance8\"/>";
        require(of052, balances);
        String schema = of052.replace("camt.052.001.08", isStatement ? "camt.053.001.08" : "camt.054.001.08")
                .replace(
                        "name=\"BkToCstmrAcctRpt\"",
                        "name=\"" + (isStatement ? "BkToCstmrStmt" : "BkToCstmrDbtCdtNtfctn") + "\"")
                .replace(
                        "name=\"Rpt\" type=\"AccountReport25\"",
                        "name=\"" + (isStatement ? "Stmt" : "Ntfctn") + "\" type=\"AccountReport25\"")
                .replace("name=\"RptPgntn\"", "name=\"" + (isStatement ? "StmtPgntn" : "NtfctnPgntn") + "\"")
                .replace("name=\"AddtlRptInf\"", "name=\"" + (isStatement ? "AddtlStmtInf" : "AddtlNtfctnInf") + "\"")
                .replace(balances, isStatement ? balances.replace("minOccurs=\"0\" ", "") : "");
        require(schema, isStatement ? "name=\"Stmt\"" : "name=\"Ntfctn\"");
        return schema;
    }

    private static void require(String text, String part) {
        if (!text.contains(part)) {
            throw new IllegalStateException("there is no " + part + " in " + text);
        }
    }
}
