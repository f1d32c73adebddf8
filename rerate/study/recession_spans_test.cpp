// Behaviour -> test
//   recessions outside are left out, others cut to what is shown  -> CutsToTheShown
#include "rerate/study/recession_spans.h"

#include <gtest/gtest.h>

namespace rerate {
namespace {

TEST(RecessionSpans, CutsToTheShown) {
  const std::vector<Spell> spells = {{Date{0}, Date{10}}, {Date{50}, Date{60}}, {Date{90}, Date{200}}};
  const auto spans = recession_spans(spells, 55, 100);
  ASSERT_EQ(spans.size(), 2u);
  EXPECT_EQ(spans[0].from, 55);
  EXPECT_EQ(spans[0].to, 60);
  EXPECT_EQ(spans[1].from, 90);
  EXPECT_EQ(spans[1].to, 100);
  EXPECT_EQ(spans[0].role, ChartSpan::Role::recession);
  EXPECT_TRUE(recession_spans(spells, 20, 40).empty());
}

}  // namespace
}  // namespace rerate
