package cn.jiaozi.merchant;

import com.prowidesoftware.swift.model.mx.dic.BankToCustomerDebitCreditNotificationV08;
import com.prowidesoftware.swift.model.mx.dic.BankToCustomerStatementV08;
import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.SchemaOutputResolver;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import javax.xml.transform.Result;
import javax.xml.transform.stream.StreamResult;

/// What a library that knows nothing of us has of camt.053.001.08 and camt.054.001.08: names, order, and what is
/// demanded, of the messages themselves. Lengths and patterns of texts are not in it; those are in [IsoSchema].
final class IsoModel {
    private IsoModel() {}

    /// The message's own names.
    enum Message {
        CAMT_053("urn:iso:std:iso:20022:tech:xsd:camt.053.001.08", BankToCustomerStatementV08.class, "BkToCstmrStmt"),
        CAMT_054(
                "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08",
                BankToCustomerDebitCreditNotificationV08.class,
                "BkToCstmrDbtCdtNtfctn");

        private final String namespace;
        private final Class<?> type;
        private final String root;

        Message(String namespace, Class<?> type, String root) {
            this.namespace = namespace;
            this.type = type;
            this.root = root;
        }

        String namespace() {
            return namespace;
        }

        /// As a schema. The library's types belong to all versions of the messages, and so to no namespace.
        String schema() {
            var written = new StringWriter();
            try {
                JAXBContext.newInstance(type).generateSchema(new SchemaOutputResolver() {
                    @Override
                    public Result createOutput(String ofNamespace, String file) {
                        var result = new StreamResult(written);
                        result.setSystemId(file);
                        return result;
                    }
                });
            } catch (JAXBException e) {
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            String end = "</xs:schema>";
            String document = "<xs:element name=\"Document\"><xs:complexType><xs:sequence><xs:element name=\"" + root
                    + "\" type=\"" + type.getSimpleName() + "\"/></xs:sequence></xs:complexType></xs:element>";
            String types = written.toString().strip();
            if (!types.endsWith(end) || types.indexOf(end) != types.length() - end.length()) {
                throw new IllegalStateException("not one schema: " + types);
            }
            return types.replace(end, document + end);
        }
    }
}
