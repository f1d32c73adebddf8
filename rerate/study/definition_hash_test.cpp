// Behaviour -> test
//   the order of keys, titles, claims and options do not change a definition   -> WhatDoesNotEnter
//   what it asks, the series it reads and the sections it is linked to do      -> WhatEnters
//   an option's content: nothing where words tell it, else what it changes and what of the study it speaks of
//                                                                              -> ContentsOfOptions
#include "rerate/study/definition_hash.h"

#include <gtest/gtest.h>

namespace rerate {
namespace {

const std::string kHead = "[study]\ntitle = \"T\"\npacks = [\"open\"]\n";
const std::string kSeries =
    "[series]\nx = \"y + 1\"\ny = { title = \"Y\", formula = \"a.b\" }\nunread = \"q.r\"\n";
const std::string kSection = "[[event_study]]\nid = \"lows\"\nsignal = \"lag(x, 1)\"\nasset = \"c.d\"\n";

std::string hash_of(const std::string& text, std::size_t section = 0) {
  const auto hash = parse_study(text, "s.toml").sections.at(section).definition_hash;
  EXPECT_EQ(hash.size(), 32u);
  return hash;
}

TEST(DefinitionHash, WhatDoesNotEnter) {
  const auto hash =
      hash_of(kHead + kSeries + kSection + "horizon = \"12m\"\nepisode = { below = 48, until = 51 }\n");
  const std::string same[] = {
      kHead + kSeries + kSection +
          "episode = { until = 51.0, below = 48 }\nhorizon = \"12m\"\ntitle = \"Lows\"\n",
      kHead + kSeries + kSection +
          "horizon = [\"12m\", \"6m\"]\nepisode = { below = { options = [47, 48], usual = 48 }, until = \"51 "
          ".. 53\" }\n",
      kHead + kSeries + kSection +
          "horizon = \"12m\"\nepisode = { below = 48, until = 51 }\nclaim = { led = 3 }\nvary = { horizon = "
          "[\"6m\"] "
          "}\nmultiverse = { most = 3 }\n",
      kHead + "[series]\ny = \"a.b\"\nx = { title = \"X\", formula = \"y + 1\" }\n" + kSection +
          "horizon = \"12m\"\nepisode.below = 48\nepisode.until = 51\n"};
  for (const auto& text : same) EXPECT_EQ(hash_of(text), hash) << text;
}

TEST(DefinitionHash, WhatEnters) {
  const std::string keys = "horizon = \"12m\"\nepisode = { below = 48, until = 51 }\n";
  const auto hash = hash_of(kHead + kSeries + kSection + keys);
  EXPECT_NE(hash_of(kHead + kSeries + kSection + "horizon = \"12m\"\nepisode = { below = 47, until = 51 }\n"),
            hash);
  EXPECT_NE(hash_of(kHead + kSeries + kSection + keys + "anchor = \"end\"\n"), hash);
  EXPECT_NE(hash_of(kHead + "[series]\nx = \"y + 1\"\ny = \"a.c\"\n" + kSection + keys), hash);
  const std::string rotation =
      "[[rotation]]\nid = \"r\"\nsectors = { a = \"m.a\", b = \"m.b\" }\nregimes = \"states\"\nsignals = { "
      "trend = {} "
      "}\n[[regimes]]\nid = \"states\"\nfeatures = { activity = \"m.c\" }\nasset = \"small\"\n";
  EXPECT_NE(hash_of(kHead + rotation), hash_of(kHead + rotation + "hysteresis = 0.3\n"));
  EXPECT_EQ(hash_of(kHead + rotation), hash_of(kHead + rotation + "title = \"States\"\n"));
}

TEST(DefinitionHash, ContentsOfOptions) {
  const auto contents = [](const std::string& series, const std::string& vary) {
    const auto text = kHead + series + kSection +
                      "horizon = [\"12m\", \"6m\"]\nepisode = { below = 48, until = 51 }\n" + "vary = { " +
                      vary + " }\n";
    return parse_study(text, "s.toml").sections.at(0).choices->contents;
  };
  const std::string bundle = "returns = { price = {}, other = { asset = \"y\" } }";
  const auto found = contents(kSeries, bundle);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0], (std::vector<std::string>{"", ""}));  // 6m, 12m
  EXPECT_EQ(found[1][0], "");                               // as in the study
  EXPECT_EQ(found[1][1].size(), 32u);
  EXPECT_EQ(contents(kSeries, bundle), found);
  EXPECT_EQ(contents(kSeries, "returns = { price = {}, renamed = { asset = \"y\" } }"), found);
  EXPECT_NE(contents(kSeries, "returns = { price = {}, other = { asset = \"x\" } }"), found);
  // What y is, though the study's own definition reads x only.
  const std::string changed = "[series]\nx = \"a.b + 1\"\ny = \"a.c\"\n";
  EXPECT_NE(contents(changed, bundle), found);
  const auto formula = contents(kSeries, "asset = [\"y\", \"q.r\"]");
  EXPECT_EQ(formula[1], (std::vector<std::string>{"", formula[1][1], ""}));
  EXPECT_EQ(formula[1][1].size(), 32u);
  EXPECT_NE(contents(changed, "asset = [\"y\", \"q.r\"]"), formula);
}

}  // namespace
}  // namespace rerate
