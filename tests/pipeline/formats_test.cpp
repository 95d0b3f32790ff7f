// SPDX-License-Identifier: Apache-2.0
#include "pipeline/formats/page_formats.h"

#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>

#include <memory>
#include <set>

#include "core/vietnamese.h"
#include "pipeline/pdf_test_pages.h"

namespace sohoa {
namespace {

struct XmlDeleter {
  void operator()(xmlDoc* doc) const { xmlFreeDoc(doc); }
  void operator()(xmlXPathContext* context) const { xmlXPathFreeContext(context); }
  void operator()(xmlXPathObject* object) const { xmlXPathFreeObject(object); }
};

// A well-formed document, or a failed test.
class Xml {
 public:
  explicit Xml(const std::string& text)
      : doc_(xmlReadMemory(text.data(), static_cast<int>(text.size()), "out.xml", nullptr,
                           XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)) {
    EXPECT_NE(doc_, nullptr) << "not well formed:\n" << text;
  }

  // Values of the nodes that an XPath finds, elements by local-name().
  std::vector<std::string> Find(const std::string& path) const {
    std::vector<std::string> found;
    if (!doc_) return found;
    const std::unique_ptr<xmlXPathContext, XmlDeleter> context(xmlXPathNewContext(doc_.get()));
    const std::unique_ptr<xmlXPathObject, XmlDeleter> result(
        xmlXPathEvalExpression(reinterpret_cast<const xmlChar*>(path.c_str()), context.get()));
    for (int i = 0; result && result->nodesetval && i < result->nodesetval->nodeNr; ++i) {
      xmlChar* value = xmlNodeGetContent(result->nodesetval->nodeTab[i]);
      found.emplace_back(reinterpret_cast<const char*>(value));
      xmlFree(value);
    }
    return found;
  }

 private:
  std::unique_ptr<xmlDoc, XmlDeleter> doc_;
};

// Two pages; the second has what breaks careless writers.
class Formats : public testing::Test {
 protected:
  Formats()
      : first_(test::MakePage({"CỘNG HÒA XÃ HỘI", "Số: 85/KH-UBND"}, 300)),
        second_(test::MakePage({"a<b & \"c\" 'd' ]]>"}, 200)) {
    Line& line = second_.text.blocks[0].lines[0];
    line.words[0].alternatives = {{"a<8", 0.3}};
    line.words[1].bold = line.words[1].italic = true;
    line.words[2].confidence = 1.7;
    Word stamp = test::MakeWord("ĐẾN", 900, 100, 30);
    stamp.ink = InkKind::kStamp;
    line.words.push_back(stamp);
    pages_ = {{"quét \"1\" & 2.pdf", 1, &first_}, {"quét \"1\" & 2.pdf", 2, &second_}};
  }

  std::vector<std::string> AllWords() const {
    std::vector<std::string> words;
    for (const NamedPage& page : pages_) {
      for (const Line& line : page.record->text.blocks[0].lines) {
        for (const Word& word : line.words) words.push_back(word.text);
      }
    }
    return words;
  }

  PageRecord first_;
  PageRecord second_;
  std::vector<NamedPage> pages_;
};

TEST_F(Formats, TextSeparatesPagesByFormFeedAndLeavesStampsOut) {
  EXPECT_EQ(FormatText(pages_, false), "CỘNG HÒA XÃ HỘI\nSố: 85/KH-UBND\n\fa<b & \"c\" 'd' ]]>\n");
  EXPECT_NE(FormatText(pages_, true).find("]]> ĐẾN\n"), std::string::npos);
}

TEST_F(Formats, HocrGivesBackEveryWordInOrder) {
  const Xml hocr(FormatHocr(pages_));
  EXPECT_EQ(hocr.Find("//*[@class='ocrx_word']"), AllWords());
  EXPECT_EQ(hocr.Find("//*[@class='ocr_page']").size(), 2u);
}

TEST_F(Formats, HocrSaysPlaceConfidenceLanguageAndInk) {
  const Xml hocr(FormatHocr(pages_));
  const Box& box = first_.text.blocks[0].lines[0].words[0].box;
  const std::string expected = "bbox " + std::to_string(box.left) + " " + std::to_string(box.top) +
                               " " + std::to_string(box.right) + " " + std::to_string(box.bottom) +
                               "; x_wconf 90";
  EXPECT_EQ(hocr.Find("//*[@id='word_1_1']/@title"), std::vector<std::string>{expected});
  EXPECT_EQ(hocr.Find("//*[@id='word_1_1']/@lang"), std::vector<std::string>{"vi"});
  EXPECT_EQ(hocr.Find("//*[@id='word_2_2']/*[local-name()='strong']/*[local-name()='em']"),
            std::vector<std::string>{"&"});
  EXPECT_EQ(hocr.Find("//*[contains(@title, 'x_ink stamp')]"), std::vector<std::string>{"ĐẾN"});
  const std::string page = hocr.Find("//*[@id='page_2']/@title").at(0);
  EXPECT_NE(page.find("image \"quét '1' & 2.pdf\"; bbox 0 0 1654 2339; ppageno 1; scan_res 200 200"),
            std::string::npos)
      << page;
}

TEST_F(Formats, AltoGivesBackEveryWordInOrder) {
  const Xml alto(FormatAlto(pages_));
  EXPECT_EQ(alto.Find("//*[local-name()='String']/@CONTENT"), AllWords());
  EXPECT_EQ(alto.Find("//*[local-name()='ALTERNATIVE']"), std::vector<std::string>{"a<8"});
}

TEST_F(Formats, AltoFollowsItsSchema) {
  const Xml alto(FormatAlto(pages_));
  EXPECT_EQ(alto.Find("/*[local-name()='alto' and namespace-uri()="
                      "'http://www.loc.gov/standards/alto/ns-v4#']/*[1]/*[1]"),
            std::vector<std::string>{"pixel"});
  // Confidence lies in 0..1, whatever the engine said.
  for (const std::string& wc : alto.Find("//@WC")) EXPECT_LE(std::stod(wc), 1.0);
  const std::vector<std::string> ids = alto.Find("//@ID");
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
  // Between two words of a line stands a space, and nowhere else.
  EXPECT_EQ(alto.Find("//*[local-name()='SP']").size(), AllWords().size() - 3);
  // Each reference has its target.
  const std::set<std::string> targets(ids.begin(), ids.end());
  for (const std::string& reference : alto.Find("//@TAGREFS")) EXPECT_TRUE(targets.contains(reference));
}

TEST_F(Formats, AltoSaysInWhichCellOfATableAWordStands) {
  const Box cell = first_.text.blocks[0].lines[1].words[0].box;
  first_.text.blocks[0].kind = BlockKind::kTable;
  first_.text.tables = {{cell, 1, 1, {{0, 0, 1, 1, cell, "Số:"}}}};
  const Xml alto(FormatAlto(pages_));
  EXPECT_EQ(alto.Find("//*[@TAGREFS='p1_t1_r1_c1']/@CONTENT"), std::vector<std::string>{"Số:"});
  EXPECT_EQ(alto.Find("//*[@ID='p1_t1_r1_c1']/@LABEL"), std::vector<std::string>{"row 1 column 1"});
  EXPECT_EQ(alto.Find("//*[local-name()='ComposedBlock']/@TYPE"), std::vector<std::string>{"table"});
}

TEST_F(Formats, APictureIsABoxWithoutWords) {
  first_.text.blocks.push_back({BlockKind::kPicture, {}, {10, 20, 110, 170}});
  const Xml alto(FormatAlto(pages_));
  EXPECT_EQ(alto.Find("//*[local-name()='Illustration']/@HPOS"), std::vector<std::string>{"10"});
  EXPECT_EQ(alto.Find("//*[local-name()='Illustration']/@HEIGHT"), std::vector<std::string>{"150"});
  const Xml hocr(FormatHocr(pages_));
  EXPECT_EQ(hocr.Find("//*[@class='ocr_image']/@title"), std::vector<std::string>{"bbox 10 20 110 170"});
  EXPECT_EQ(hocr.Find("//*[@class='ocr_image']//*").size(), 0u);
}

TEST_F(Formats, CharactersThatXmlForbidsDoNotBreakTheFile) {
  first_.text.blocks[0].lines[0].words[0].text = std::string("x\x01\x0Cy\xFFz\xEF\xBF\xBE", 9);
  const std::string replaced = "x\uFFFD\uFFFDy\uFFFDz\uFFFD";
  EXPECT_EQ(Xml(FormatHocr(pages_)).Find("//*[@class='ocrx_word']").at(0), replaced);
  EXPECT_EQ(Xml(FormatAlto(pages_)).Find("//*[local-name()='String']/@CONTENT").at(0), replaced);
}

TEST_F(Formats, ABlankPageIsAPageAllTheSame) {
  first_.text.blocks.clear();
  EXPECT_EQ(Xml(FormatAlto({pages_[0]})).Find("//*[local-name()='PrintSpace']").size(), 1u);
  EXPECT_EQ(Xml(FormatHocr({pages_[0]})).Find("//*[@class='ocr_page']").size(), 1u);
  EXPECT_EQ(FormatText({pages_[0]}, false), "");
}

}  // namespace
}  // namespace sohoa
