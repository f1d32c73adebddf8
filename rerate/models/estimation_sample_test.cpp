// Behaviour -> test
//   the newest stretch that is at least half as long as the longest               -> NewestLongStretch
//   rows are those on which the variable and the drivers of the equation have figures    -> RowsOfTheEquation
//   a hole near the end leaves the history and says what was left out                     -> HoleNearTheEnd
//   a hole long ago leaves what came before it                                            -> HoleLongAgo
//   too few rows are refused at the driver that begins last or ends first                 -> TooFewRows
//   at least two years, and three rows a coefficient                                      -> LeastRows
//   an estimator's complaint gets a place, unless it has one                              -> ComplaintsGetAPlace
#include "rerate/models/estimation_sample.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/models/panel_for_test.h"

namespace rerate {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::vector<bool> marked(const std::string& text) {
  std::vector<bool> complete;
  for (const char letter : text) complete.push_back(letter == 'x');
  return complete;
}

std::string stretch_in(const std::string& text) {
  const auto found = newest_long_stretch(marked(text));
  return std::to_string(found.first) + ".." + std::to_string(found.last);
}

std::vector<double> with_holes(std::size_t count, const std::vector<std::size_t>& holes) {
  std::vector<double> values(count, 2);
  for (const auto hole : holes) values[hole] = kNone;
  return values;
}

Failure refused(const std::function<void()>& work) {
  try {
    work();
  } catch (const UserError& error) {
    return error.failure();
  }
  return Failure{ErrorCode::study_file, "nothing refused", {}, {}, {}};
}

TEST(EstimationSample, NewestLongStretch) {
  EXPECT_EQ(stretch_in("xxxx"), "0..3");
  EXPECT_EQ(stretch_in("..xx.."), "2..3");
  EXPECT_EQ(stretch_in("xxxxxx.xx"), "0..5");
  EXPECT_EQ(stretch_in("xxxxxx.xxx"), "7..9");
  EXPECT_EQ(stretch_in("xxx.xxxxxx.xx.xxx"), "14..16");
  EXPECT_EQ(newest_long_stretch(marked("...")).rows(), 0);
  EXPECT_EQ(newest_long_stretch({}).rows(), 0);
}

TEST(EstimationSample, RowsOfTheEquation) {
  const std::size_t n = 40;
  const auto panel = panel_of("2000-01", with_holes(n, {0, 39}), with_holes(n, {1}),
                              {{"rate", with_holes(n, {2})}, {"slope", with_holes(n, {38})}});
  const auto rows = [&](PanelVariable variable, const std::vector<Index>& drivers) {
    const auto sample = estimation_sample(panel, variable, drivers, 24);
    return std::to_string(sample.stretch.first) + ".." + std::to_string(sample.stretch.last);
  };
  EXPECT_EQ(rows(PanelVariable::fundamental, {}), "2..39");
  EXPECT_EQ(rows(PanelVariable::multiple, {}), "2..38");
  EXPECT_EQ(rows(PanelVariable::multiple, {0}), "3..38");
  EXPECT_EQ(rows(PanelVariable::multiple, {0, 1}), "3..37");
}

TEST(EstimationSample, HoleNearTheEnd) {
  const auto panel =
      panel_of("2000-01", with_holes(60, {}), with_holes(60, {}), {{"rate", with_holes(60, {58})}});
  const auto sample = estimation_sample(panel, PanelVariable::multiple, {0}, 24);
  EXPECT_EQ(sample.stretch.last, 57);
  EXPECT_EQ(sample.left_out,
            "Estimated on 2000-01 to 2004-10: the 1 complete month of 2004-12 outside it is left out, as "
            "`rate` has no figure "
            "for 2004-11.");
}

TEST(EstimationSample, HoleLongAgo) {
  const auto panel =
      panel_of("2000-01", with_holes(60, {}), with_holes(60, {10}), {{"rate", with_holes(60, {3})}});
  const auto sample = estimation_sample(panel, PanelVariable::multiple, {0}, 24);
  EXPECT_EQ(sample.stretch.first, 11);
  EXPECT_EQ(sample.left_out,
            "Estimated on 2000-12 to 2004-12: the 9 complete months between 2000-01 and 2000-10 outside it "
            "are left out, as "
            "`sales` has no figure for 2000-11.");
  EXPECT_TRUE(estimation_sample(panel_of("2000-01", with_holes(30, {0}), with_holes(30, {}), {}),
                                PanelVariable::multiple, {}, 24)
                  .left_out.empty());
}

TEST(EstimationSample, TooFewRows) {
  std::vector<double> late(60, kNone), early(60, kNone), never(60, kNone);
  std::fill(late.begin() + 50, late.end(), 1);
  std::fill(early.begin(), early.begin() + 12, 1);
  auto panel =
      panel_of("2000-01", with_holes(60, {}), with_holes(60, {}), {{"late", late}, {"early", early}});
  const auto late_refused = refused([&] { estimation_sample(panel, PanelVariable::multiple, {0}, 24); });
  EXPECT_EQ(late_refused.code, ErrorCode::fair_value_sample);
  EXPECT_EQ(late_refused.what,
            "the series of an equation overlap without holes in 10 months, but at least 24 are needed: "
            "`late` begins last, in "
            "2004-03");
  EXPECT_EQ(to_string(late_refused.place), "study.toml:10:3");
  EXPECT_THAT(refused([&] { estimation_sample(panel, PanelVariable::fundamental, {1}, 24); }).what,
              testing::HasSubstr("in 12 months, but at least 24 are needed: `early` ends first, in 2000-12"));
  EXPECT_THAT(refused([&] {
                estimation_sample(panel, PanelVariable::fundamental, {0, 1}, 24);
              }).what,
              testing::HasSubstr("in 0 months, but at least 24 are needed: `late` begins last, in 2004-03"));
}

TEST(EstimationSample, LeastRows) {
  EXPECT_EQ(least_rows(Frequency::monthly, 2), 24);
  EXPECT_EQ(least_rows(Frequency::monthly, 9), 30);
  EXPECT_EQ(least_rows(Frequency::quarterly, 1), 8);
  EXPECT_EQ(least_rows(Frequency::quarterly, 4), 15);
}

TEST(EstimationSample, ComplaintsGetAPlace) {
  const Place here{"study.toml", 3, 1}, there{"study.toml", 9, 1};
  const auto without = refused([&] { at_place(here, [] { refuse(ErrorCode::regression_too_few, "few"); }); });
  EXPECT_EQ(to_string(without.place), "study.toml:3:1");
  const auto with =
      refused([&] { at_place(here, [&] { refuse(ErrorCode::regression_too_few, "few", {}, there); }); });
  EXPECT_EQ(to_string(with.place), "study.toml:9:1");
  EXPECT_EQ(at_place(here, [] { return 7; }), 7);
}

}  // namespace
}  // namespace rerate
