// Behaviour -> test
//   a driver whose source ended and that stands still since; its changes are zeros        -> DriverStandsStill
//   a source that ended while the formula goes on (a splice) is not told                  -> Splice
//   cash and the market that end before the ranks                                         -> CashAndMarket
//   a slow source that is not overdue is not told                                         -> InTime
//   revised series without vintages by name, many of one pack by their number             -> Revised
//   nothing is said of sources that are not known                                         -> Nothing
#include "rerate/study/rotation_input_warnings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/study/rotation_market_for_test.h"

namespace rerate {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string kMacro = "macro = { drivers = { rate = \"rate\" }, months = 60 }\n";

std::vector<std::string> warned(const SeriesInputs& inputs, const std::string& keys = "cash = \"bill\"") {
  const auto request = rotating_request(keys, kMacro);
  return find_rotation("sectors", request, rotating_context(inputs)).warnings;
}

// What was newest in April 2024 stands from May on.
void end_in_april(SeriesInput& input) {
  input.sources = {{"rates.gs10", "10-year Treasury yield", make_date(2024, 4, 30), false}};
  auto& value = input.series.value;
  for (std::size_t m = 292; m < 300; ++m) value[m] = value[291];
}

TEST(RotationInputWarnings, DriverStandsStill) {
  auto inputs = rotating_market();
  end_in_april(inputs.at("rate"));
  EXPECT_THAT(warned(inputs), ElementsAre(AllOf(HasSubstr("Macro drivers end before Dec 2024"),
                                                HasSubstr("10-year Treasury yield (Apr 2024)"),
                                                HasSubstr("changes are zeros"))));
}

TEST(RotationInputWarnings, Splice) {
  auto inputs = rotating_market();
  inputs.at("rate").sources = {{"a.old", "the old rate", make_date(2024, 4, 30), false},
                               {"a.new", "the new rate", make_date(2024, 12, 31), false}};
  EXPECT_THAT(warned(inputs), IsEmpty());
}

TEST(RotationInputWarnings, CashAndMarket) {
  auto inputs = rotating_market();
  end_in_april(inputs.at("bill"));
  auto& market = inputs.at("market");
  market.sources = {{"m.rm", "the French market", make_date(2024, 6, 30), false}};
  for (std::size_t m = 294; m < 300; ++m) market.series.value[m] = std::nan("");
  EXPECT_THAT(warned(inputs, "cash = \"bill\"\nmarket = \"market\""),
              ElementsAre(AllOf(HasSubstr("Cash ends before Dec 2024"), HasSubstr("(Apr 2024)")),
                          AllOf(HasSubstr("The market ends"), HasSubstr("the French market (Jun 2024)"))));
}

TEST(RotationInputWarnings, InTime) {
  auto inputs = rotating_market();
  end_in_april(inputs.at("rate"));
  inputs.at("rate").releases.next = make_date(2025, 1, 30);
  EXPECT_THAT(warned(inputs), IsEmpty());
  inputs.at("rate").releases.overdue = true;
  EXPECT_EQ(warned(inputs).size(), 1u);
}

TEST(RotationInputWarnings, Revised) {
  auto inputs = rotating_market();
  const auto source = [](const std::string& id) {
    return std::vector<InputSource>{{id, id, make_date(2024, 12, 31), true}};
  };
  for (int i = 0; i < kRotatingSectors; ++i)
    inputs.at("s" + std::to_string(i)).sources = source("french.industry_" + std::to_string(i));
  inputs.at("rate").sources = source("philly.current_activity");
  inputs.at("bill").sources = {{"rates.tb3ms", "bill", make_date(2024, 12, 31), false}};
  EXPECT_THAT(warned(inputs), ElementsAre(AllOf(HasSubstr("french (6 series) and philly.current_activity"),
                                                HasSubstr("as they stand today"), Not(HasSubstr("tb3ms")))));
}

TEST(RotationInputWarnings, Nothing) {
  auto inputs = rotating_market();
  EXPECT_THAT(warned(inputs), IsEmpty());
  inputs.at("rate").sources = {{"a.b", "without a figure", kAlwaysKnown, false}};
  EXPECT_THAT(warned(inputs), IsEmpty());
}

}  // namespace
}  // namespace rerate
