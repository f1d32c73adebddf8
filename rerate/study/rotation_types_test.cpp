// Behaviour -> test
//   daily or monthly price indexes of one kind pass, with monthly figures, drivers and indicators -> Passes
//   sectors: frequency, one for all, prices, dividends                                            -> Sectors
//   the market is like the sectors, or monthly                                                    -> Market
//   cash is a rate, a monthly return or an index                                                  -> Cash
//   figures, drivers and states are monthly, and the mend says how                                -> Monthly
//   a state is an indicator                                                                       -> States
#include "rerate/study/rotation_types.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rerate {
namespace {

using testing::HasSubstr;

class RotationTypes : public testing::Test {
 protected:
  RotationTypes() {
    request = read_rotation(TomlDocument::parse("sectors = { food = \"food\", cars = \"cars\" }\n"
                                                "market = \"market\"\n"
                                                "cash = \"bill\"\n"
                                                "states = { shrinking = \"survey\" }\n"
                                                "[signals]\n"
                                                "value = { kind = \"figures\", figures = \"bm_{sector}\" }\n"
                                                "macro = { drivers = { rate = \"rate\" } }\n",
                                                "s.toml", ErrorCode::study_file)
                                .root());
    for (const auto* name : {"food", "cars", "market"})
      types[name] = {Frequency::monthly, Kind::total_return_index, "index"};
    for (const auto* name : {"bill", "rate"}) types[name] = {Frequency::monthly, Kind::rate, "percent"};
    for (const auto* name : {"bm_food", "bm_cars"}) types[name] = {Frequency::monthly, Kind::ratio, "ratio"};
    types["survey"] = {Frequency::monthly, Kind::indicator, ""};
  }

  Failure failure() const {
    try {
      check_types(request, [&](const SeriesUse& use) {
        return TypedSeries{use.formula, types.at(use.formula)};
      });
    } catch (const UserError& error) {
      return error.failure();
    }
    return Failure{ErrorCode::study_file, "", {}, "", ""};
  }

  void expect(ErrorCode code, int line, const char* says) const {
    const auto found = failure();
    EXPECT_EQ(found.code, code) << found.what;
    EXPECT_EQ(found.place.line, line) << found.what;
    EXPECT_THAT(found.what + " / " + found.mend, HasSubstr(says));
  }

  RotationRequest request;
  std::map<std::string, SeriesType> types;
};

TEST_F(RotationTypes, Passes) {
  EXPECT_EQ(failure().what, "");
  for (const auto* name : {"food", "cars", "market"}) types[name].frequency = Frequency::daily;
  EXPECT_EQ(failure().what, "");
  types["market"].frequency = Frequency::monthly;
  EXPECT_EQ(failure().what, "");
}

TEST_F(RotationTypes, Sectors) {
  types["cars"].frequency = Frequency::daily;
  expect(ErrorCode::rotation_frequency, 1, "Write resample(cars, month, last) for those that are daily.");
  types["food"].frequency = Frequency::weekly;
  expect(ErrorCode::rotation_frequency, 1, "sectors are daily or monthly prices");
  types["food"].frequency = Frequency::quarterly;
  expect(ErrorCode::rotation_frequency, 1, "`food` (food) is quarterly");
  types["food"].frequency = Frequency::monthly;
  types["cars"] = {Frequency::monthly, Kind::return_, "percent"};
  expect(ErrorCode::rotation_kinds, 1, "Cumulate the returns: index(cars).");
  types["cars"] = {Frequency::monthly, Kind::price_index, "index"};
  expect(ErrorCode::rotation_kinds, 1, "Take all with dividends, or all without.");
}

TEST_F(RotationTypes, Market) {
  types["market"].kind = Kind::price_index;
  expect(ErrorCode::rotation_kinds, 2, "one has dividends");
  types["market"] = {Frequency::daily, Kind::total_return_index, "index"};
  expect(ErrorCode::rotation_frequency, 2, "Write resample(market, month, last).");
}

TEST_F(RotationTypes, Cash) {
  for (const auto kind : {Kind::return_, Kind::total_return_index}) {
    types["bill"].kind = kind;
    EXPECT_EQ(failure().what, "");
  }
  types["bill"].kind = Kind::spread;
  expect(ErrorCode::rotation_kinds, 3, "`cash` must be a rate, a return or an index");
  types["bill"] = {Frequency::daily, Kind::return_, "percent"};
  expect(ErrorCode::rotation_frequency, 3, "Write index(bill).");
  types["bill"] = {Frequency::daily, Kind::rate, "percent"};
  expect(ErrorCode::rotation_frequency, 3, "Write resample(bill, month, mean).");
  types["bill"] = {Frequency::quarterly, Kind::rate, "percent"};
  expect(ErrorCode::rotation_frequency, 3, "quarterly");
}

TEST_F(RotationTypes, Monthly) {
  types["bm_cars"].frequency = Frequency::annual;
  expect(ErrorCode::rotation_frequency, 6, "Write carry(bm_cars, food).");
  types["bm_cars"].frequency = Frequency::monthly;
  types["rate"].frequency = Frequency::daily;
  expect(ErrorCode::rotation_frequency, 7, "Write resample(rate, month, mean).");
}

TEST_F(RotationTypes, States) {
  types["survey"].kind = Kind::balance;
  expect(ErrorCode::study_file, 4, "must be an indicator");
  types["survey"].frequency = Frequency::quarterly;
  expect(ErrorCode::rotation_frequency, 4, "Write carry(survey, food).");
}

}  // namespace
}  // namespace rerate
