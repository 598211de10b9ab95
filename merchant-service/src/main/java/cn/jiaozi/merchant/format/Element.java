package cn.jiaozi.merchant.format;

import java.util.Objects;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/// Elements one after another, in a form that reads like the message.
final class Element {
    private @Nullable XMLStreamWriter writer;

    private interface Step {
        void on(XMLStreamWriter writer) throws XMLStreamException;
    }

    void to(XMLStreamWriter next) {
        writer = next;
    }

    Element root(String namespace) {
        return step(xml -> {
            xml.writeStartDocument("UTF-8", "1.0");
            xml.setDefaultNamespace(namespace);
            xml.writeStartElement(namespace, "Document");
            xml.writeDefaultNamespace(namespace);
        });
    }

    Element open(String name) {
        return step(xml -> xml.writeStartElement(name));
    }

    Element close() {
        return step(XMLStreamWriter::writeEndElement);
    }

    Element leaf(String name, String text) {
        return step(xml -> {
            xml.writeStartElement(name);
            xml.writeCharacters(text);
            xml.writeEndElement();
        });
    }

    Element amount(String name, long fen) {
        return step(xml -> {
            xml.writeStartElement(name);
            xml.writeAttribute("Ccy", "CNY");
            xml.writeCharacters(yuan(fen));
            xml.writeEndElement();
        });
    }

    void end() {
        step(xml -> {
            xml.writeEndDocument();
            xml.flush();
        });
    }

    static String yuan(long fen) {
        return fen / 100 + "." + (fen % 100 < 10 ? "0" : "") + fen % 100;
    }

    private Element step(Step step) {
        try {
            step.on(Objects.requireNonNull(writer));
            return this;
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }
}
