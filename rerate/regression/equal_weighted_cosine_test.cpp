// Behaviour -> test
//   as the formula says, with cosines of the C library          EqualWeightedCosine.AsDefined
//   the number of terms by the rule                             EqualWeightedCosine.Terms
//   a level does not matter: the cosines are orthogonal to it   EqualWeightedCosine.LevelDoesNotMatter

#include "rerate/regression/equal_weighted_cosine.h"

#include <gtest/gtest.h>

#include <cmath>

#include "rerate/regression/golden_for_test.h"

namespace rerate {
namespace {

TEST(EqualWeightedCosine, AsDefined) {
  for (const Index n : {2, 7, 40, 41})
    for (const Index terms : {Index{1}, n / 2, n - 1}) {
      const Matrix moments = uniform_columns(n, 3, 9);
      Matrix expected = Matrix::Zero(3, 3);
      for (Index j = 1; j <= terms; ++j) {
        Vector sum = Vector::Zero(3);
        for (Index t = 1; t <= n; ++t)
          sum += std::cos(M_PI * static_cast<double>(j) * (static_cast<double>(t) - 0.5) /
                          static_cast<double>(n)) *
                 moments.row(t - 1).transpose();
        expected += 2 / static_cast<double>(terms) * sum * sum.transpose();
      }
      EXPECT_LE((equal_weighted_cosine_sum(moments, terms) - expected).norm(), 1e-12) << n << " " << terms;
    }
}

TEST(EqualWeightedCosine, Terms) {
  EXPECT_EQ(cosine_terms_for(1000), 40);  // exactly 40
  EXPECT_EQ(cosine_terms_for(552), 26);
  EXPECT_EQ(cosine_terms_for(2), 1);
}

TEST(EqualWeightedCosine, LevelDoesNotMatter) {
  const Matrix moments = uniform_columns(50, 2, 9);
  const Matrix moved = moments.array() + 3;
  EXPECT_LE((equal_weighted_cosine_sum(moments, 8) - equal_weighted_cosine_sum(moved, 8)).norm(), 1e-12);
}

}  // namespace
}  // namespace rerate
