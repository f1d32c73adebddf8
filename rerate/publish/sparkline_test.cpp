// Behaviour -> test
//   the line ends in a dot at the newest figure, missing ones break it ... SparklineSvg.MarksTheNewestFigure
//   what it shows is said in words ........................................ SparklineSvg.IsToldInWords
//   a hairline where the line crosses zero ................................ SparklineSvg.DrawsZeroWhereItIsCrossed
//   constants, single and huge figures, none at all ....................... SparklineSvg.HandlesWhatIsDegenerate
//   long courses stay small ................................................ SparklineSvg.StaysSmall
//   blocks rise with the figures, blanks for missing ones, means of groups  SparklineBlocks.*
#include "rerate/publish/sparkline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "rerate/publish/chart_for_test.h"
#include "rerate/publish/terminal_text.h"

namespace rerate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr double kHuge = std::numeric_limits<double>::max();

struct Dot {
  double x = 0, y = 0;
};
Dot dot_of(const std::string& svg) {
  Dot dot;
  std::sscanf(svg.c_str() + svg.find("cx="), "cx=\"%lf\" cy=\"%lf\"", &dot.x, &dot.y);
  return dot;
}

TEST(SparklineSvg, MarksTheNewestFigure) {
  const Dot rising = dot_of(sparkline_svg({1, 2, 3})), falling = dot_of(sparkline_svg({3, 2, 1}));
  EXPECT_EQ(rising.x, falling.x);
  EXPECT_LT(rising.y, falling.y);  // higher up
  const std::string broken = sparkline_svg({1, kMissing, 3, kMissing});
  EXPECT_LT(dot_of(broken).x, rising.x);  // the newest there is
  const std::size_t path = broken.find("class=\"course\"");
  const std::string course = broken.substr(path, broken.find("/>", path) - path);
  EXPECT_EQ(std::count(course.begin(), course.end(), 'M'), 2);
}

TEST(SparklineSvg, IsToldInWords) {
  EXPECT_THAT(sparkline_svg({kMissing, 0.5, -1.25, 2, 1}),
              HasSubstr("role=\"img\" aria-label=\"From 0.50 to 1.00; lowest \u22121.25, highest 2.00\""));
}

TEST(SparklineSvg, DrawsZeroWhereItIsCrossed) {
  EXPECT_THAT(sparkline_svg({-1, 1}), HasSubstr("class=\"zero\""));
  EXPECT_THAT(sparkline_svg({0, 1}), Not(HasSubstr("class=\"zero\"")));
}

TEST(SparklineSvg, HandlesWhatIsDegenerate) {
  EXPECT_EQ(sparkline_svg({}), "\u2013");
  EXPECT_EQ(sparkline_svg({kMissing, kMissing}), "\u2013");
  for (const auto& values : {std::vector<double>{5}, {5, 5}, {-kHuge, kHuge}, {INFINITY, 1}})
    EXPECT_THAT(sparkline_svg(values), Not(HasSubstr("nan")));
  EXPECT_EQ(dot_of(sparkline_svg({5, 5})).y, dot_of(sparkline_svg({7, 7, 7})).y);  // in the middle
}

TEST(SparklineSvg, StaysSmall) {
  std::vector<double> values;
  for (int i = 0; i < 100'000; ++i) values.push_back(std::sin(i * 0.7));
  EXPECT_LT(sparkline_svg(values).size(), 8'000u);
}

TEST(SparklineBlocks, RiseWithTheFigures) {
  EXPECT_EQ(sparkline_blocks({1, 2, 3, 4, 5, 6, 7}), "▁▂▃▄▅▆▇");
  EXPECT_EQ(sparkline_blocks({7, kMissing, 1}), "▇ ▁");
  EXPECT_EQ(sparkline_blocks({3, 3}), "▄▄");
  EXPECT_EQ(sparkline_blocks({}), "\u2013");
  EXPECT_EQ(sparkline_blocks({-kHuge, kHuge}), "▁▇");
  EXPECT_EQ(ascii_only(sparkline_blocks({1, 2, 3, 4, 5, 6, 7})), "_.--==#");
}

TEST(SparklineBlocks, AverageLongCourses) {
  EXPECT_EQ(sparkline_blocks({0, 2, 4, 6, 12, 14}, 3), "▁▃▇");
  EXPECT_EQ(sparkline_blocks({0, kMissing, kMissing, kMissing, 12, 12}, 3), "▁ ▇");
  EXPECT_EQ(display_columns(sparkline_blocks(std::vector<double>(1000, 1.0))), 16);
}

}  // namespace
}  // namespace rerate
