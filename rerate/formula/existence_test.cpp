// Behaviour -> test
//   a missing period exists with the next figure              Existence.MissingPeriods
//   a figure out of turn brings the periods before it         Existence.OutOfTurn
//   a day exists with its own figure                          Existence.Days
//   missing figures at the end are taken off                  Existence.Trim

#include "rerate/formula/existence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/formula/formula_fixture.h"

namespace rerate {
namespace {

using formula_fixture::kNan;
using formula_fixture::monthly;
using formula_fixture::on_days;
using testing::ElementsAre;

TEST(Existence, MissingPeriods) {
  auto x = monthly({1, kNan, kNan, 4, kNan});
  x.known_at[0] = Date{10};
  x.known_at[3] = Date{40};
  EXPECT_THAT(existence_of_rows(x), ElementsAre(Date{10}, Date{40}, Date{40}, Date{40}, kEndOfTime));
  EXPECT_TRUE(existence_of_rows(Series{}).empty());
}

TEST(Existence, OutOfTurn) {
  auto x = monthly({1, 2, 3});
  x.known_at = {Date{10}, Date{90},
                Date{40}};  // at 40 the second month is a missing one, at 90 it has a figure
  EXPECT_THAT(existence_of_rows(x), ElementsAre(Date{10}, Date{40}, Date{40}));
}

TEST(Existence, Days) {
  auto x = on_days({{"2025-05-01", 1}, {"2025-05-02", kNan}, {"2025-05-05", 3}});
  x.known_at = {Date{90}, kAlwaysKnown, Date{40}};
  EXPECT_THAT(existence_of_rows(x), ElementsAre(Date{90}, Date{40}, Date{40}));
}

TEST(Existence, Trim) {
  auto x = monthly({kNan, 1, kNan, 2, kNan, kNan});
  trim_missing_end(x);
  EXPECT_EQ(x.size(), 4u);
  EXPECT_EQ(x.value.size(), 4u);
  EXPECT_EQ(x.known_at.size(), 4u);
  EXPECT_EQ(x.value.back(), 2);
  auto none = monthly({kNan, kNan});
  trim_missing_end(none);
  EXPECT_TRUE(none.empty());
}

}  // namespace
}  // namespace rerate
