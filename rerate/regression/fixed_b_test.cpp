// Behaviour -> test
//   Kiefer and Vogelsang (2005), Table 1, Bartlett                 FixedB.PublishedCriticalValues
//   Kiefer, Vogelsang and Bunzel (2000): 4.771 where b is 1        FixedB.WholeSample
//   the closed form of the transform where b is 1                  FixedB.ClosedFormOfTheWholeSample
//   small b comes to the normal                                    FixedB.NormalLimit
//   p-values and critical values undo each other                   FixedB.InvertEachOther
//   p falls with t and rises with b                                FixedB.Monotone
//   edges                                                          FixedB.Edges

#include "rerate/regression/fixed_b.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

// Their polynomials were fitted to simulations whose 1,000 steps and 50,000 draws show in the third digit.
TEST(FixedB, PublishedCriticalValues) {
  const double polynomials[4][5] = {{0.80, 1.2816, 1.3040, 0.5135, -0.3386},
                                    {0.90, 1.6449, 2.1859, 0.3142, -0.3427},
                                    {0.95, 1.9600, 2.9694, 0.4160, -0.5324},
                                    {0.98, 2.3263, 4.1618, 0.5368, -0.9060}};
  for (const auto& [level, a0, a1, a2, a3] : polynomials)
    for (const double b : {0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0}) {
      const double published = a0 + b * (a1 + b * (a2 + b * a3));
      EXPECT_NEAR(fixed_b_critical_value(b, level), published, 0.02 * published) << level << " " << b;
    }
}

TEST(FixedB, WholeSample) { EXPECT_NEAR(fixed_b_critical_value(1, 0.95), 4.771, 0.0005); }

// At b = 1, Q = 2 int B^2 and E exp(-s Q / 2) = (r / sinh r)^(1/2), r = sqrt(2 s) (Anderson and Darling 1952).
TEST(FixedB, ClosedFormOfTheWholeSample) {
  for (const double t : {0.5, 1.0, 2.0, 4.0, 8.0, 14.0}) {
    double sum = 0;
    constexpr int nodes = 1000;
    for (int i = 0; i < nodes; ++i) {
      const double r = std::sqrt(2.0) * t / std::sin((i + 0.5) / nodes * M_PI / 2);
      sum += std::sqrt(r / std::sinh(r));
    }
    EXPECT_NEAR(fixed_b_p_value(t, 1), sum / nodes, 3e-4 * sum / nodes) << t;
  }
}

TEST(FixedB, NormalLimit) {
  for (const double t : {1.0, 1.96, 3.0}) {
    const double normal = student_t_two_sided_p(t, std::numeric_limits<double>::infinity());
    EXPECT_NEAR(fixed_b_p_value(t, 0.004), normal, 0.1 * normal);
    EXPECT_GT(fixed_b_p_value(t, 0.02), normal);
  }
}

TEST(FixedB, InvertEachOther) {
  for (const double b : {0.01, 0.056, 0.3, 1.0})
    for (const double level : {0.3, 0.8, 0.95, 0.999})
      EXPECT_NEAR(fixed_b_p_value(fixed_b_critical_value(b, level), b), 1 - level, 1e-8 * (1 - level));
}

TEST(FixedB, Monotone) {
  double before = 1;
  for (double t = 0.25; t < 12; t += 0.25) {
    const double p = fixed_b_p_value(t, 0.1);
    EXPECT_LT(p, before);
    EXPECT_LT(p, fixed_b_p_value(t, 0.2));
    before = p;
  }
}

TEST(FixedB, Edges) {
  EXPECT_EQ(fixed_b_p_value(0, 0.1), 1);
  EXPECT_EQ(fixed_b_p_value(std::numeric_limits<double>::infinity(), 0.1), 0);
  EXPECT_EQ(fixed_b_p_value(-2, 0.1), fixed_b_p_value(2, 0.1));
  EXPECT_TRUE(std::isnan(fixed_b_p_value(std::nan(""), 0.1)));
  EXPECT_LT(fixed_b_p_value(1000, 0.5), 1e-20);
}

}  // namespace
}  // namespace rerate
