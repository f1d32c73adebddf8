// Behaviour -> test
//   the contract's keys, in their order ................. ResultsJson.KeepsTheContract
//   dates ISO, missing null, numbers exact .............. ResultsJson.WritesValuesExactly
//   folded details, intervals, where bars begin ......... ResultsJson.CarriesWhatAFairValueShows
//   fragility beside a number that varies, and nowhere else; sets, claims ... ResultsJson.TellsHowFragileNumbersAre, ResultsJson.CarriesClaims
//   rows stay on one line ............................... ResultsJson.KeepsRowsCompact
//   hostile text reads back as text ..................... ResultsJson.SurvivesHostileText
//   an empty study is valid ............................. ResultsJson.WritesAnEmptyStudy
#include "rerate/publish/results_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "rerate/publish/sample_results.h"

namespace rerate {
namespace {

using nlohmann::ordered_json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> keys(const ordered_json& object) {
  std::vector<std::string> names;
  for (const auto& [name, value] : object.items()) names.push_back(name);
  return names;
}

TEST(ResultsJson, KeepsTheContract) {
  const ordered_json written = ordered_json::parse(results_json(sample_results()));
  EXPECT_EQ(written["schema"], "rerate.results/1");
  EXPECT_THAT(keys(written), ElementsAre("schema", "study", "as_of", "sections", "inputs", "warnings"));
  EXPECT_THAT(keys(written["study"]), ElementsAre("title", "file", "sha256", "seed", "version"));
  const ordered_json& section = written["sections"][0];
  EXPECT_THAT(keys(section), ElementsAre("id", "kind", "title", "headline", "facts", "numbers", "tables",
                                         "charts", "details", "inputs", "warnings"));
  EXPECT_THAT(keys(section["numbers"]["mean"]), ElementsAre("value", "unit", "title"));
  EXPECT_THAT(keys(section["tables"]), ElementsAre("episodes", "statistics"));
  EXPECT_THAT(keys(section["tables"]["episodes"]), ElementsAre("title", "columns", "rows"));
  EXPECT_THAT(keys(section["tables"]["episodes"]["columns"][0]), ElementsAre("name", "unit"));
  EXPECT_THAT(keys(section["charts"][0]), ElementsAre("id", "title", "spec"));
  EXPECT_THAT(keys(written["inputs"][0]),
              ElementsAre("series", "title", "unit", "source", "licence", "redistribute", "first", "last",
                          "known_at", "grade", "sha256", "note"));
}

TEST(ResultsJson, WritesValuesExactly) {
  const ordered_json written = ordered_json::parse(results_json(sample_results()));
  const ordered_json& section = written["sections"][0];
  EXPECT_EQ(written["as_of"], "2025-06-30");
  EXPECT_EQ(written["study"]["seed"], 1);
  EXPECT_EQ(section["numbers"]["mean"]["value"].get<double>(), 6.76);
  EXPECT_TRUE(section["numbers"]["p_led"]["value"].is_null());
  EXPECT_EQ(section["tables"]["episodes"]["rows"][0][1], "1970-03-31");
  EXPECT_TRUE(section["tables"]["episodes"]["rows"][13][4].is_null());
  EXPECT_EQ(section["tables"]["statistics"]["row_units"][5], "probability");
  EXPECT_TRUE(section["charts"][0]["spec"]["datasets"]["line_1"][200]["y"].is_null());
}

TEST(ResultsJson, CarriesWhatAFairValueShows) {
  const Results results = fair_value_results();
  const ordered_json written = ordered_json::parse(results_json(results));
  const ordered_json& section = written["sections"][0];
  EXPECT_EQ(section["details"].size(), 2u);
  EXPECT_THAT(keys(section["details"][0]), ElementsAre("title", "text"));
  EXPECT_EQ(section["details"][0]["text"], results.sections[0].details[0].text);
  const ordered_json& interval = section["charts"][0]["spec"]["datasets"]["intervals"][0];
  EXPECT_EQ(interval["low"], 1894.0);
  EXPECT_EQ(interval["high"], 2768.0);
  const ordered_json& step = section["charts"][5]["spec"]["datasets"]["bars"][1];
  EXPECT_EQ(step["from"], 1926.4);
  EXPECT_EQ(step["value"], 1926.4 + 71.2);
}

TEST(ResultsJson, TellsHowFragileNumbersAre) {
  Results results = multiverse_results();
  results.sections[0].numbers[0].fragility->same_sign = std::numeric_limits<double>::quiet_NaN();
  const ordered_json written = ordered_json::parse(results_json(results));
  const ordered_json& section = written["sections"][0];
  EXPECT_THAT(keys(section),
              ElementsAre("id", "kind", "title", "headline", "facts", "numbers", "sets", "multiverse",
                          "claims", "tables", "charts", "details", "inputs", "warnings"));
  const ordered_json& mean = section["numbers"]["mean"];
  EXPECT_THAT(keys(mean), ElementsAre("value", "unit", "title", "fragility"));
  EXPECT_THAT(keys(mean["fragility"]), ElementsAre("definitions", "min", "p05", "median", "p95", "max",
                                                   "same_sign", "significant", "percentile", "flip"));
  EXPECT_EQ(mean["fragility"]["definitions"], 216);
  EXPECT_EQ(mean["fragility"]["max"].get<double>(), results.sections[0].numbers[4].fragility->max);
  // A number without a side, and without p-values.
  const ordered_json& episodes = section["numbers"]["episodes"]["fragility"];
  EXPECT_TRUE(episodes["same_sign"].is_null());
  EXPECT_TRUE(episodes["significant"].is_null());
  EXPECT_FALSE(episodes.contains("flip"));
  // Nothing for what cannot vary.
  EXPECT_FALSE(section["numbers"]["pending"].contains("fragility"));
  EXPECT_THAT(keys(section["multiverse"]),
              ElementsAre("lead", "size", "definitions", "distinct", "whole", "stopped", "words", "looks",
                          "p", "p_adjusted", "p_adjusted_by"));
  EXPECT_FALSE(written["sections"][1].contains("multiverse"));
}

TEST(ResultsJson, CarriesClaims) {
  const ordered_json written = ordered_json::parse(results_json(multiverse_results()));
  const ordered_json& claim = written["sections"][0]["claims"][2];
  EXPECT_THAT(keys(claim),
              ElementsAre("section", "words", "claimed", "found", "verdict", "rule", "miss", "definitions",
                          "sample_of", "reproducing", "exactly", "changed", "others", "spread", "given"));
  EXPECT_EQ(claim["verdict"], "only under other rules");
  EXPECT_EQ(written["sections"][1]["sets"]["false_positives"]["members"][0], "1966-09-01");
  EXPECT_EQ(written["sections"][2]["tables"]["claims"]["rows"].size(), 4u);
}

TEST(ResultsJson, KeepsRowsCompact) {
  EXPECT_THAT(results_json(sample_results()),
              HasSubstr("\n            [\"1966-09-01\", null, null, \"false positive\"],\n"));
}

TEST(ResultsJson, SurvivesHostileText) {
  const ordered_json written = ordered_json::parse(results_json(hostile_results()));
  EXPECT_THAT(written["study"]["title"].get<std::string>(), HasSubstr("</script><script>alert(1)</script>"));
}

TEST(ResultsJson, WritesAnEmptyStudy) {
  const ordered_json written = ordered_json::parse(results_json(Results{}));
  EXPECT_TRUE(written["sections"].empty());
  EXPECT_EQ(written["as_of"], "1970-01-01");
}

}  // namespace
}  // namespace rerate
