// Behaviour -> test
//   a rotation takes the scenarios of its fair value and the features of its regimes, wherever they stand -> Links
//   a fair value of given figures, without drivers, is linked too                                         -> GivenFigures
//   without the keys nothing is linked                                                                    -> Alone
//   an id that is none, with the nearest; a section of another kind; no driver in common                  -> AreRefused
#include "rerate/study/study_links.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rerate {
namespace {

using testing::HasSubstr;

std::string study(const std::string& keys, const std::string& driver = "rate") {
  return "[study]\ntitle = \"T\"\npacks = [\"open\"]\n"
         "[[rotation]]\nid = \"sectors\"\nsectors = { a = \"m.a\", b = \"m.b\" }\n" +
         keys + "\nsignals = { macro = { drivers = { " + driver +
         " = \"m.rate\" } } }\n"
         "[[fair_value]]\nid = \"fair\"\nprice = \"small\"\nfundamental = \"book\"\nhorizon = \"6m\"\n"
         "recession = \"nber.recession\"\ndrivers = { rate = \"rates.gs10\", gdp = \"m.gdp\" }\n"
         "multiple = { drivers = [\"rate\"] }\ngrowth = { drivers = [\"gdp\"] }\n"
         "scenario = [ { id = \"up\", set = { rate = 5, gdp = 2 } }, { id = \"slump\", kind = \"recession\" "
         "} ]\n"
         "[[regimes]]\nid = \"states\"\nfeatures = { activity = \"m.activity\" }\nasset = \"small\"\n";
}

RotationRequest rotation_of(const std::string& text) {
  const auto read = parse_study(text, "s.toml");
  return std::get<RotationRequest>(read.sections.at(0).question);
}

TEST(StudyLinks, Links) {
  const auto rotation = rotation_of(study("scenarios = \"fair\"\nregimes = \"states\""));
  ASSERT_TRUE(rotation.scenarios && rotation.regimes);
  EXPECT_EQ(rotation.scenarios->section, "fair");
  EXPECT_EQ(rotation.scenarios->price.formula, "small");
  EXPECT_EQ(rotation.scenarios->drivers.size(), 2u);
  ASSERT_EQ(rotation.scenarios->scenarios.size(), 2u);
  EXPECT_EQ(rotation.scenarios->scenarios[0].scenario.set.at("rate"), std::vector<double>{5});
  EXPECT_EQ(rotation.scenarios->recession->formula, "nber.recession");
  EXPECT_EQ(rotation.scenarios->horizon_months, 6);
  EXPECT_EQ(rotation.regimes->features.at(0).named.use.formula, "m.activity");
}

TEST(StudyLinks, GivenFigures) {
  auto text = study("scenarios = \"given\"");
  text +=
      "[[fair_value]]\nid = \"given\"\nprice = \"small\"\nmultiple_today = 1.2\n"
      "given = { fair_multiple = 1.4, growth = 1.3 }\nscenario = [ { id = \"up\", growth = 5 } ]\n";
  const auto rotation = rotation_of(text);
  ASSERT_TRUE(rotation.scenarios);
  EXPECT_TRUE(rotation.scenarios->drivers.empty());
}

TEST(StudyLinks, Alone) {
  const auto rotation = rotation_of(study(""));
  EXPECT_FALSE(rotation.scenarios || rotation.regimes);
}

TEST(StudyLinks, AreRefused) {
  const auto failure = [](const std::string& text) {
    try {
      rotation_of(text);
    } catch (const UserError& error) {
      EXPECT_EQ(error.failure().code, ErrorCode::rotation_link);
      EXPECT_EQ(error.failure().place.line, 7);
      return error.failure().what + " / " + error.failure().mend;
    }
    return std::string("accepted");
  };
  EXPECT_THAT(failure(study("scenarios = \"fiar\"")),
              HasSubstr("names no section: fiar / did you mean `fair`"));
  EXPECT_THAT(failure(study("regimes = \"nothing\"")), HasSubstr("The study has: states."));
  EXPECT_THAT(failure(study("scenarios = \"states\"")),
              HasSubstr("must name a [[fair_value]], but `states` is a [[regimes]]"));
  EXPECT_THAT(failure(study("scenarios = \"fair\"", "yield")),
              HasSubstr("no driver of the macro signal is called like one of `fair` / "
                        "Give them the names that the fair value uses: rate, gdp."));
}

}  // namespace
}  // namespace rerate
