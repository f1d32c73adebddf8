// Behaviour -> test
//   calibrated: the arithmetic of the note, from the study's text to the section's numbers   -> CalibratedArithmetic
//   estimated: contract numbers and tables are there, and agree with each other              -> EstimatedSection
//   the slope behind the data is found, the base scenario's formulas are read                -> FindsTheSlope
//   analysts' growth may stand in their scenario alone                                       -> BottomUpFromItsScenario
//   a licensed price is never drawn                                                          -> LicensedPrice
//   sections of one study draw different random numbers, the same section the same ones      -> Seeds
//   errors of the models have the section's or the driver's place                            -> MistakesHavePlaces (table)
//   a price that ends before the as-of date is told, and dated in the headline               -> EndsEarly
//   growth that is given says so; a band without width is none                               -> GivenGrowth
//   a scenario outside the sample is warned of, with its distance                            -> OutsideTheSample
#include "rerate/study/fair_value_section.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/study/study_file.h"
#include "rerate/study/synthetic_market_for_test.h"

namespace rerate {
namespace {

using testing::HasSubstr;

FairValueRequest request_of(const std::string& text) {
  const auto study = parse_study("[study]\ntitle = \"T\"\npacks = \"mine\"\n" + text, "s.toml");
  return std::get<FairValueRequest>(study.sections.at(0).question);
}

Section section_of(const std::string& text, const SeriesInputs& inputs, const std::string& id = "fv") {
  const SectionContext context{make_date(2024, 12, 31), 1, &inputs, {}};
  return fair_value_section(id, "T", request_of(text), context);
}

double value(const Section& section, const char* name) {
  const auto* number = find_number(section, name);
  EXPECT_NE(number, nullptr) << name;
  return number ? number->value : std::nan("");
}

const Table& table(const Section& section, const std::string& name) {
  for (const auto& one : section.tables)
    if (one.name == name) return one;
  throw std::runtime_error("no table " + name);
}

// [[fair_value]] on line 4, drivers on line 8.
const std::string kKeys =
    "[[fair_value]]\nid = \"fv\"\nprice = \"price\"\nfundamental = \"book\"\n"
    "drivers = { rate = \"rate\", gdp = \"gdp\" }\nmultiple = { drivers = [\"rate\"], form = \"levels\" }\n"
    "growth = { drivers = [\"gdp\"] }\nbands = { draws = 200 }\nrecession = \"recession\"\n";
const std::string kBase = "[[fair_value.scenario]]\nid = \"base\"\nrest = \"today\"\n";

TEST(FairValueSection, CalibratedArithmetic) {
  SeriesInputs inputs;
  inputs["price"] = monthly_input("price", Kind::price_index, "index", {2000, 2442.74, 2066});
  const auto section = section_of(
      "[[fair_value]]\nid = \"fv\"\nprice = \"price\"\nmultiple_today = 1.27\nfundamental_name = \"sales\"\n"
      "given = { fair_multiple = 1.396, growth = 1.3 }\ngrowth = { bottom_up = 5 }\n"
      "[[fair_value.scenario]]\nid = \"consensus\"\nkind = \"consensus\"\n"
      "[[fair_value.scenario]]\nid = \"bottom-up\"\nkind = \"bottom_up\"\n"
      "[[fair_value.scenario]]\nid = \"down\"\nlevel = 1587\n",
      inputs);
  EXPECT_NEAR(value(section, "fundamental"), 1626.8, 0.05);
  EXPECT_NEAR(value(section, "fair_level"), 2300, 1);
  EXPECT_NEAR(value(section, "upside"), 11.4, 0.05);
  EXPECT_NEAR(value(section, "priced_in_growth"), -9.0, 0.05);
  EXPECT_NEAR(value(section, "required_growth_record"), 7.6, 0.05);
  EXPECT_NEAR(value(section, "disconnect"), 3.7, 1e-9);
  EXPECT_EQ(value(section, "record_level"), 2442.74);
  const auto& scenarios = table(section, "scenarios");
  EXPECT_NEAR(std::get<double>(scenarios.rows.at(1).at(3)), 2384, 1);
  EXPECT_NEAR(std::get<double>(scenarios.rows.at(2).at(3)), 1587, 1e-9);
  for (const auto& row : table(section, "joint").rows)
    EXPECT_NEAR(
        value(section, "fundamental") * (1 + std::get<double>(row[1]) / 100) * std::get<double>(row[2]), 1587,
        1e-6);
  EXPECT_THAT(section.headline, HasSubstr("Given, not estimated."));
}

TEST(FairValueSection, EstimatedSection) {
  const auto section = section_of(
      kKeys + kBase + "[[fair_value.scenario]]\nid = \"down\"\nkind = \"recession\"\n", synthetic_market());
  EXPECT_EQ(section.kind, "fair_value");
  for (const auto* name :
       {"price", "fundamental", "multiple", "priced_in_growth", "model_growth", "record_level",
        "required_growth_record", "fair_level", "upside", "fair_low", "fair_high"})
    EXPECT_TRUE(std::isfinite(value(section, name))) << name;
  EXPECT_NEAR(value(section, "price") / value(section, "fundamental"), value(section, "multiple"), 1e-12);
  EXPECT_NEAR(value(section, "upside"), 100 * (value(section, "fair_level") / value(section, "price") - 1),
              1e-9);
  EXPECT_NEAR(value(section, "fair_multiple") * value(section, "fundamental") *
                  (1 + value(section, "fair_growth") / 100),
              value(section, "fair_level"), 1e-6);
  EXPECT_LT(value(section, "fair_low"), value(section, "fair_level"));
  EXPECT_GT(value(section, "fair_high"), value(section, "fair_level"));
  EXPECT_EQ(std::get<double>(table(section, "scenarios").rows.at(0).at(3)), value(section, "fair_level"));
  EXPECT_EQ(table(section, "contractions").rows.size(), 5u);  // three, their mean and dispersion
  EXPECT_THAT(section.inputs,
              testing::ElementsAre("mine.book", "mine.gdp", "mine.price", "mine.rate", "mine.recession"));
  EXPECT_FALSE(section.details.empty());
}

TEST(FairValueSection, FindsTheSlope) {
  auto inputs = synthetic_market();
  inputs["survey"] = monthly_input("survey", Kind::rate, "percent", {1, 3.5});
  const auto today = section_of(kKeys + kBase, inputs);
  const auto& coefficients = table(today, "coefficients");
  EXPECT_EQ(std::get<std::string>(coefficients.rows.at(1).at(1)), "rate");
  const double slope = std::get<double>(coefficients.rows.at(1).at(2));
  EXPECT_NEAR(slope, kRateSlope, 0.03);
  const auto survey = section_of(kKeys +
                                     "[[fair_value.scenario]]\nid = \"base\"\nset = { rate = \"survey\" }\n"
                                     "rest = \"today\"\n",
                                 inputs);
  const double moved = reproducible_exp(slope * (3.5 - inputs["rate"].series.value.back()));
  EXPECT_NEAR(value(survey, "fair_multiple"), value(today, "fair_multiple") * moved, 1e-9);
}

TEST(FairValueSection, BottomUpFromItsScenario) {
  const auto section = section_of(
      kKeys + kBase +
          "[[fair_value.scenario]]\nid = \"up\"\nkind = \"bottom_up\"\ngrowth = 8\nrest = \"today\"\n",
      synthetic_market());
  EXPECT_EQ(value(section, "bottom_up_growth"), 8);
}

TEST(FairValueSection, LicensedPrice) {
  auto inputs = synthetic_market();
  inputs["price"].redistribute = false;
  const auto section = section_of(kKeys + kBase, inputs);
  for (const auto& chart : section.charts) {
    if (!chart.time_axis || chart.id.starts_with("stability")) continue;
    for (const auto& line : chart.lines)
      for (const double y : line.y) EXPECT_TRUE(std::isnan(y) || y == std::round(y)) << chart.id;
    EXPECT_TRUE(chart.bands.empty()) << chart.id;
  }
}

TEST(FairValueSection, Seeds) {
  const auto inputs = synthetic_market();
  const auto one = section_of(kKeys + kBase, inputs), same = section_of(kKeys + kBase, inputs),
             other = section_of(kKeys + kBase, inputs, "other");
  EXPECT_EQ(value(one, "fair_low"), value(same, "fair_low"));
  EXPECT_NE(value(one, "fair_low"), value(other, "fair_low"));
  EXPECT_EQ(value(one, "fair_level"), value(other, "fair_level"));
}

struct Mistake {
  const char* name;
  std::string keys, scenario;
  void (*change)(SeriesInputs&);
  ErrorCode code;
  int line;
  const char* what;
};

void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.name; }

class FairValueSectionMistakes : public testing::TestWithParam<Mistake> {};

TEST_P(FairValueSectionMistakes, MistakesHavePlaces) {
  auto inputs = synthetic_market();
  GetParam().change(inputs);
  try {
    section_of(GetParam().keys + GetParam().scenario, inputs);
    FAIL() << "accepted";
  } catch (const UserError& error) {
    const auto& failure = error.failure();
    EXPECT_EQ(failure.code, GetParam().code) << failure.what;
    EXPECT_EQ(failure.place.file, "s.toml") << failure.what;
    EXPECT_EQ(failure.place.line, GetParam().line) << failure.what;
    EXPECT_THAT(failure.what, HasSubstr(GetParam().what));
  }
}

void nothing(SeriesInputs&) {}

const std::string kTwoRates =
    "[[fair_value]]\nid = \"fv\"\nprice = \"price\"\nfundamental = \"book\"\n"
    "drivers = { rate = \"rate\", twice = \"twice\", gdp = \"gdp\" }\n"
    "multiple = { drivers = [\"rate\", \"twice\"] }\ngrowth = { drivers = [\"gdp\"] }\n";

INSTANTIATE_TEST_SUITE_P(
    , FairValueSectionMistakes,
    testing::Values(Mistake{"collinear_drivers", kTwoRates, kBase,
                            [](SeriesInputs& inputs) {
                              inputs["twice"] = inputs["rate"];
                              for (double& x : inputs["twice"].series.value) x = 2 * x + 1;
                            },
                            ErrorCode::regression_collinear, 4, "twice"},
                    Mistake{"constant_driver", kKeys, kBase,
                            [](SeriesInputs& inputs) {
                              for (double& x : inputs["rate"].series.value) x = 3;
                            },
                            ErrorCode::regression_no_variation, 8, "rate"},
                    Mistake{"few_rows", kKeys, kBase,
                            [](SeriesInputs& inputs) {
                              auto& rate = inputs["rate"].series;
                              rate = slice(rate, last_day(rate.period(rate.size() - 5)), std::nullopt);
                            },
                            ErrorCode::fair_value_sample, 8, "rate"},
                    Mistake{"negative_fundamental", kKeys, kBase,
                            [](SeriesInputs& inputs) { inputs["book"].series.value[100] = -1; },
                            ErrorCode::fair_value_fundamental, 4, "2008-05"},
                    Mistake{"zero_fundamental_now", kKeys, kBase,
                            [](SeriesInputs& inputs) { inputs["book"].series.value.back() = 0; },
                            ErrorCode::fair_value_fundamental, 4, "2024-12"},
                    Mistake{"driver_without_value", kKeys,
                            "[[fair_value.scenario]]\nid = \"base\"\nset = { gdp = 2 }\n", nothing,
                            ErrorCode::fair_value_driver, 13, "rate"},
                    Mistake{"few_blocks", kKeys + "", kBase,
                            [](SeriesInputs& inputs) {
                              for (auto& [name, input] : inputs)
                                input.series =
                                    slice(input.series, last_day(input.series.period(kMarketMonths - 60)),
                                          std::nullopt);
                            },
                            ErrorCode::fair_value_blocks, 4, "blocks"}),
    [](const auto& mistake) { return std::string(mistake.param.name); });

TEST(FairValueSection, EndsEarly) {
  const auto late_by = [](int months) {
    auto inputs = synthetic_market();
    auto& price = inputs["price"].series;
    price = slice(price, std::nullopt,
                  last_day(price.period(static_cast<std::size_t>(kMarketMonths - 1 - months))));
    return section_of(kKeys + kBase, inputs);
  };
  const auto told = HasSubstr("months before the as-of date: this is not a valuation of today.");
  const auto today = late_by(0), close = late_by(2), early = late_by(15);
  EXPECT_THAT(today.headline, testing::StartsWith("Under \"base\" fair value is"));
  EXPECT_THAT(close.headline, testing::StartsWith("In 2024-10, under \"base\", fair value is"));
  EXPECT_THAT(close.warnings, testing::Not(testing::Contains(told)));
  EXPECT_THAT(early.headline, testing::StartsWith("In 2023-09, "));
  EXPECT_EQ(early.warnings.at(0),
            "The price ends in 2023-09, 15 months before the as-of date: this is not a valuation of today.");
  EXPECT_EQ(find_number(early, "fair_level")->title, "Fair value in 2023-09");
  EXPECT_EQ(find_number(today, "fair_level")->title, "Fair value");
}

TEST(FairValueSection, GivenGrowth) {
  auto keys = kKeys;
  keys.replace(keys.find("levels"), 6, "differences");
  const auto section = section_of(
      keys + "[[fair_value.scenario]]\nid = \"up\"\ngrowth = 5\nrest = \"today\"\n", synthetic_market());
  // Drivers at today's in differences, growth given: the fair value is certain, the index is not.
  EXPECT_TRUE(std::isnan(value(section, "fair_low")) && std::isnan(value(section, "fair_high")));
  const auto& row = table(section, "scenarios").rows.at(0);
  EXPECT_LT(std::get<double>(row.at(4)), std::get<double>(row.at(5)));
  EXPECT_THAT(section.facts.back().text, HasSubstr("Growth is given: its error is left out."));
}

TEST(FairValueSection, OutsideTheSample) {
  const auto section =
      section_of(kKeys + "[[fair_value.scenario]]\nid = \"base\"\nset = { rate = 40 }\nrest = \"today\"\n",
                 synthetic_market());
  EXPECT_THAT(section.warnings, testing::Contains(testing::AllOf(HasSubstr("outside"), HasSubstr("rate 40"),
                                                                 HasSubstr("standard deviations"))));
}

}  // namespace
}  // namespace rerate
