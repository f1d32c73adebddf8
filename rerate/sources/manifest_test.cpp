// series.toml
//   a table shares what its series do not say themselves                 Manifest.SharesFieldsOfATable
//   a series with a file of its own                                      Manifest.SingleSeries
//   where a series' figures get their dates of knowledge                 Manifest.GradesSeries
//   kinds bound their ranges                                             Manifest.KindsHaveRanges
//   each mistake has its line, column, and mend                          Manifest.EveryMistakeHasItsPlace
//   ids and columns stand once                                           Manifest.IdsAndColumnsStandOnce
//   files stay inside the root                                           Manifest.FilesStayInside
//   the fields of business-cycle tables                                  Manifest.NberFields
//   hostile TOML is refused, not suffered                                Manifest.HostileToml
//   docs/packs.md explains every field                                   Manifest.DocumentationHasEveryField
#include "rerate/sources/manifest.h"

#include <gmock/gmock.h>

#include <cmath>

#include "rerate/base/file.h"

namespace rerate {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view kHead = "[pack]\nname = \"mine\"\n";

constexpr std::string_view kRates = R"([pack]
name = "mine"

[[table]]
file = "rates.csv"
frequency = "monthly"
kind = "rate"
unit = "percent"
range = [0, 30]
release = "+1d"
source = "Fed"
licence = "public domain"
redistribute = true
series = [
  { id = "rates.gs10", title = "Ten years" },
  { id = "rates.spread", title = "Spread", column = "t10", kind = "spread", range = [-5, 5], note = "narrow" },
]
)";

Manifest parsed(std::string_view text) { return parse_manifest(text, "series.toml"); }

// One series as TOML, with a field replaced or left out (empty text).
std::string single(const std::string& key = "", const std::string& value = "", const std::string& more = "") {
  const std::vector<std::pair<std::string, std::string>> fields{
      {"id", "\"a.b\""},        {"title", "\"T\""},    {"file", "\"a.csv\""}, {"frequency", "\"monthly\""},
      {"kind", "\"level\""},    {"unit", "\"index\""}, {"source", "\"S\""},   {"licence", "\"L\""},
      {"redistribute", "true"},
  };
  std::string text = std::string(kHead) + "[[series]]\n";
  bool replaced = false;
  for (const auto& [name, usual] : fields) {
    const auto& chosen = name == key ? value : usual;
    replaced = replaced || name == key;
    if (!chosen.empty()) text += name + " = " + chosen + "\n";
  }
  if (!replaced && !key.empty()) text += key + " = " + value + "\n";
  return text + more;
}

std::string refusal(std::string_view text) {
  try {
    parsed(text);
  } catch (const UserError& error) {
    const auto& failure = error.failure();
    return std::string(describe(failure.code).symbol) + " " + to_string(failure.place) + " " + failure.what +
           " | " + failure.mend;
  }
  return "nothing was refused";
}

TEST(Manifest, SharesFieldsOfATable) {
  const auto manifest = parsed(kRates);
  EXPECT_EQ(manifest.name, "mine");
  EXPECT_EQ(manifest.root, ".");
  ASSERT_EQ(manifest.tables.size(), 1u);
  const auto& table = manifest.tables[0];
  ASSERT_EQ(table.series.size(), 2u);
  EXPECT_EQ(table.series[0].column, "gs10");  // the name in the id, unless said
  EXPECT_EQ(table.series[1].column, "t10");
  const auto& first = table.series[0].entry;
  const auto& second = table.series[1].entry;
  EXPECT_EQ(first.type.kind, Kind::rate);
  EXPECT_EQ(second.type.kind, Kind::spread);
  EXPECT_EQ(first.valid_high, 30);
  EXPECT_EQ(second.valid_high, 5);
  EXPECT_EQ(second.note, "narrow");
  EXPECT_EQ(second.source, "Fed");
  EXPECT_TRUE(second.redistribute);
  EXPECT_EQ(second.pack, "mine");
  EXPECT_EQ(manifest.files(), (std::vector<std::string>{"rates.csv"}));
}

TEST(Manifest, SingleSeries) {
  const auto manifest =
      parsed(single("frequency", "\"daily\"", "column = \"value\"\ndrop_weekends = true\n"));
  const auto& table = manifest.tables.at(0);
  EXPECT_EQ(table.series.at(0).column, "value");
  EXPECT_EQ(table.frequency, Frequency::daily);
  EXPECT_EQ(table.weekends, WeekendRows::drop);
  EXPECT_EQ(table.place.line, 3);
}

TEST(Manifest, GradesSeries) {
  const auto grade = [](const std::string& more) {
    return parsed(single("", "", more)).tables.at(0).series.at(0).entry.grade;
  };
  EXPECT_EQ(grade(""), Grade::none);
  EXPECT_EQ(grade("release = \"+16d\"\n"), Grade::release_lag);
  EXPECT_EQ(grade("known_at_column = \"vintage\"\n"), Grade::vintage);
  EXPECT_EQ(grade("layout = \"vintage_matrix\"\n"), Grade::vintage);
}

TEST(Manifest, KindsHaveRanges) {
  const auto entry = [](const std::string& kind) {
    return parsed(single("kind", kind)).tables.at(0).series.at(0).entry;
  };
  EXPECT_EQ(entry("\"diffusion_index\"").valid_low, 0);
  EXPECT_EQ(entry("\"diffusion_index\"").valid_high, 100);
  EXPECT_EQ(entry("\"balance\"").valid_low, -100);
  EXPECT_EQ(entry("\"return\"").valid_low, -100);
  EXPECT_TRUE(std::isinf(entry("\"level\"").valid_high));
}

TEST(Manifest, EveryMistakeHasItsPlace) {
  EXPECT_THAT(
      refusal(single("kind", "\"rates\"")),
      StartsWith("pack_manifest series.toml:8:8 unknown kind `rates` | Write one of: level, price_index"));
  EXPECT_THAT(
      refusal(single("frequency", "\"hourly\"")),
      StartsWith("pack_manifest series.toml:7:13 unknown frequency `hourly` | Write one of: daily, weekly"));
  EXPECT_THAT(refusal(single("id", "\"GS10\"")),
              StartsWith("pack_manifest series.toml:4:6 series id `GS10`"));
  EXPECT_THAT(refusal(single("id", "")), StartsWith("pack_manifest series.toml:3:1 `id` is missing"));
  EXPECT_THAT(refusal(single("title", "7")), HasSubstr("series.toml:5:9 `title` must be text"));
  EXPECT_THAT(refusal(single("titel", "\"T\"")), HasSubstr("did you mean `title`?"));
  EXPECT_THAT(refusal(single("redistribute", "\"no\"")), HasSubstr("must be true or false"));
  EXPECT_THAT(refusal(single("licence", "\"\"")), HasSubstr("`licence` is empty"));
  EXPECT_THAT(
      refusal(single("range", "[30, 0]")),
      StartsWith("pack_manifest series.toml:13:9 `range`: the low end (30) is not below the high end (0)"));
  EXPECT_THAT(refusal(single("range", "[1]")), HasSubstr("takes two numbers"));
  EXPECT_THAT(refusal(single("range", "[nan, 1]")), HasSubstr("finite"));
  EXPECT_THAT(refusal(single("kind", "\"diffusion_index\"", "range = [0, 12000]\n")),
              HasSubstr("wider than a diffusion_index can be (0..100)"));
  EXPECT_THAT(refusal(single("release", "\"first Fridya\"")),
              StartsWith("release_rule series.toml:13:11 release rule: `fridya`"));
  EXPECT_THAT(refusal(single("", "", "release = \"+1d\"\nknown_at_column = \"v\"\n")),
              HasSubstr("carry their own dates of knowledge"));
  EXPECT_THAT(refusal(single("drop_weekends", "true")), HasSubstr("is for daily tables"));
  EXPECT_THAT(refusal(single("label_lag", "\"1d\"")), HasSubstr("no whole number of periods"));
  EXPECT_THAT(refusal(single("layout", "\"wide\"")), HasSubstr("expected one of: columns, long"));
  EXPECT_THAT(refusal(single("until", "\"2020-01\"")), HasSubstr("unknown key `until`"));
  EXPECT_THAT(refusal(single("note", "\"a\\nb\"")), HasSubstr("line breaks"));
  EXPECT_THAT(refusal(kHead), HasSubstr("names no series"));
  EXPECT_THAT(refusal("x = 1\n"), HasSubstr("`pack` is missing"));
  EXPECT_THAT(refusal("[pack]\nname = \"My Pack\"\n"), StartsWith("pack_manifest series.toml:2:8 pack name"));
  EXPECT_THAT(refusal("[pack\n"), StartsWith("pack_manifest series.toml:1:6 TOML syntax"));
}

TEST(Manifest, IdsAndColumnsStandOnce) {
  auto twice = single();
  twice += twice.substr(twice.find("[[series]]"));
  EXPECT_THAT(
      refusal(twice),
      StartsWith(
          "pack_manifest series.toml:13:1 series `a.b` is defined twice | Remove it here or in line 3."));
  std::string same(kRates);
  same.replace(same.find("\"t10\""), 5, "\"gs10\"");
  EXPECT_THAT(refusal(same), HasSubstr("read the same column `gs10`"));
}

TEST(Manifest, FilesStayInside) {
  for (const auto* file :
       {"\"../a.csv\"", "\"x/../../a.csv\"", "\"/etc/a.csv\"", "\"\"", "\"a.xlsx\"", "\"a\""})
    EXPECT_THAT(refusal(single("file", file)), StartsWith("pack_manifest series.toml:6:8 file")) << file;
  EXPECT_EQ(parsed(single("file", "\"sub/a..b.csv\"")).tables.at(0).file, "sub/a..b.csv");
}

TEST(Manifest, NberFields) {
  const std::string more =
      "layout = \"nber_cycle\"\nannouncements = \"n.csv\"\nuntil = \"2025-11\"\ncolumn = \"peak\"\n";
  const auto table = parsed(single("kind", "\"indicator\"", more)).tables.at(0);
  EXPECT_EQ(table.layout, TableLayout::nber_cycle);
  EXPECT_EQ(table.until, parse_period(Frequency::monthly, "2025-11")->ordinal);
  EXPECT_EQ(table.assumed_delay, (Duration{12, Duration::Unit::month}));
  EXPECT_EQ(table.series.at(0).entry.grade, Grade::vintage);
  EXPECT_THAT(refusal(single("", "", more + "assumed_delay = \"90d\"\n")), HasSubstr("`assumed_delay`"));
  EXPECT_THAT(refusal(single("", "", "layout = \"nber_cycle\"\n")), HasSubstr("`announcements` is missing"));
}

TEST(Manifest, HostileToml) {
  EXPECT_THAT(refusal("a = " + std::string(100'000, '[')), StartsWith("pack_manifest series.toml:1:"));
  EXPECT_THAT(refusal(single("title", '"' + std::string(10'000'000, 'x') + '"')),
              HasSubstr("text of 10000000"));
  EXPECT_THAT(refusal(std::string(17 << 20, ' ')),
              StartsWith("pack_manifest series.toml the file is larger"));
  EXPECT_THAT(refusal(std::string_view("a = \"\0\"", 7)), StartsWith("pack_manifest series.toml:1:"));
  EXPECT_THAT(refusal("\xff\xfe"), StartsWith("pack_manifest series.toml"));
}

TEST(Manifest, DocumentationHasEveryField) {
  const auto documentation = read_file(std::string(RERATE_SOURCE_DIR) + "/docs/packs.md");
  for (const auto* field :
       {"name",          "title",         "root",        "series",          "file",
        "layout",        "frequency",     "date_column", "known_at_column", "known_at_stamp",
        "series_column", "value_column",  "label_lag",   "drop_weekends",   "announcements",
        "until",         "assumed_delay", "id",          "column",          "kind",
        "unit",          "range",         "release",     "revised",         "source",
        "licence",       "redistribute",  "note"})
    EXPECT_NE(documentation.find("`" + std::string(field) + "`"), std::string::npos) << field;
  for (int kind = 0; kind <= static_cast<int>(Kind::indicator); ++kind)
    EXPECT_NE(documentation.find("`" + std::string(to_string(static_cast<Kind>(kind))) + "`"),
              std::string::npos)
        << kind;
}

}  // namespace
}  // namespace rerate
