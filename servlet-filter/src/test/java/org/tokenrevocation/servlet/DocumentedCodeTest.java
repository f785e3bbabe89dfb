package org.tokenrevocation.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.tokenrevocation.testing.Documents;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The documents' code is quoted from tests that run it; their dependencies and descriptors name what there is. */
class DocumentedCodeTest {
    private static final Path ROOT = Documents.root();

    @Test
    void java_everyBlock_isPartOfATest() throws IOException {
        String sources = packed(sources(Path.of("src/applications")) + sources(Path.of("src/test/java"))
                + sources(Path.of("../jaxrs-resource/src/test/java")));
        List<String> foreign = new ArrayList<>();
        int quoted = 0;
        for (String document : Documents.all()) {
            for (String block : Documents.blocks(document, "java")) {
                quoted++;
                if (!sources.contains(packed(block))) {
                    foreign.add(document + ": " + block);
                }
            }
        }
        assertTrue(quoted >= 10, "blocks of code: " + quoted);
        assertEquals(List.of(), foreign);
    }

    @Test
    void xml_everyDependency_isAModuleOfThisVersion() throws Exception {
        String version = version();
        Set<String> modules = new TreeSet<>();
        for (String module : List.of("core", "servlet-filter", "servlet-filter/all", "servlet-filter/bom", "jaxrs-resource")) {
            modules.add(element(ROOT.resolve(module).resolve("pom.xml"), "artifactId"));
        }
        int found = 0;
        for (Element dependency : elements("dependency")) {
            found++;
            assertEquals("org.tokenrevocation", text(dependency, "groupId"));
            assertTrue(modules.contains(text(dependency, "artifactId")), text(dependency, "artifactId") + " among " + modules);
            assertEquals(version, text(dependency, "version"));
        }
        assertTrue(found >= 5, "dependencies: " + found);
    }

    /** That block is the one with which the applications on Spring Boot are tested. */
    @Test
    void xml_selfContainedJar_asInTheTestedApplications() throws Exception {
        String tested = packed(Files.readString(Path.of("src/applications/spring-boot-3/pom.xml")))
                .replace("${project.version}", version()).replace("<scope>test</scope>", "");
        int found = 0;
        for (String document : Documents.all()) {
            for (String block : Documents.blocks(document, "xml")) {
                if (block.contains("-servlet-filter-all</artifactId>")) {
                    found++;
                    assertTrue(tested.contains(packed(block)), document + ": " + block);
                }
            }
        }
        assertTrue(found >= 3, "the self-contained JAR is named " + found + " times");
    }

    @Test
    void xml_everyClass_isOursAndFilterIsMappedToEachDispatch() throws Exception {
        for (Element filter : elements("filter")) {
            assertTrue(Filter.class.isAssignableFrom(Class.forName(text(filter, "filter-class"))));
        }
        for (Element servlet : elements("servlet")) {
            assertTrue(Servlet.class.isAssignableFrom(Class.forName(text(servlet, "servlet-class"))));
        }
        List<Element> mappings = elements("filter-mapping");
        assertEquals(1, mappings.size());
        NodeList dispatchers = mappings.get(0).getElementsByTagName("dispatcher");
        Set<String> mapped = new TreeSet<>();
        for (int i = 0; i < dispatchers.getLength(); i++) {
            mapped.add(dispatchers.item(i).getTextContent());
        }
        assertEquals(new TreeSet<>(Arrays.stream(DispatcherType.values()).map(Enum::name).toList()), mapped);
    }

    private static List<Element> elements(String name) throws Exception {
        List<Element> elements = new ArrayList<>();
        for (String document : Documents.all()) {
            for (String block : Documents.blocks(document, "xml")) {
                NodeList found = root(block).getElementsByTagName(name);
                for (int i = 0; i < found.getLength(); i++) {
                    elements.add((Element) found.item(i));
                }
            }
        }
        return elements;
    }

    private static Element root(String block) throws Exception {
        byte[] xml = ("<all>" + block + "</all>").getBytes(StandardCharsets.UTF_8);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(xml)).getDocumentElement();
    }

    private static String text(Element parent, String name) {
        return parent.getElementsByTagName(name).item(0).getTextContent();
    }

    /** That of all modules. */
    private static String version() throws Exception {
        return element(ROOT.resolve("pom.xml"), "properties/revision");
    }

    /** The first element of that path below the root itself. */
    private static String element(Path file, String path) throws Exception {
        Node found = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()).getDocumentElement();
        for (String step : path.split("/")) {
            Node child = found.getFirstChild();
            while (child != null && !child.getNodeName().equals(step)) {
                child = child.getNextSibling();
            }
            if (child == null) {
                throw new IllegalStateException(file + " has no <" + path + ">");
            }
            found = child;
        }
        return found.getTextContent();
    }

    private static String packed(String code) {
        return code.replaceAll("\\s+", "");
    }

    private static String sources(Path folder) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
