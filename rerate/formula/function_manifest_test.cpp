// Behaviour -> test
//   docs/formulas.md is what the manifest makes               FunctionManifest.DocumentIsFresh
//   every example parses and uses its function                FunctionManifest.ExamplesParse
//   every example reads only series of data/open              FunctionManifest.ExamplesReadBundledSeries
//   manifest and implementations name the same functions      FunctionManifest.EveryFunctionIsImplemented
//   signatures give parameters, options and variadics         FunctionManifest.SignaturesAreTakenApart

#include "rerate/formula/function_manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "rerate/base/file.h"
#include "rerate/formula/formula.h"
#include "rerate/formula/function_implementations.h"
#include "rerate/formula/function_rule.h"

namespace rerate {
namespace {

// To make it anew: RERATE_WRITE_DOCS=1 formula_test --gtest_filter=FunctionManifest.DocumentIsFresh
TEST(FunctionManifest, DocumentIsFresh) {
  const auto path = std::filesystem::path(RERATE_SOURCE_DIR) / "docs" / "formulas.md";
  if (std::getenv("RERATE_WRITE_DOCS")) write_file_atomically(path, formulas_markdown());
  EXPECT_EQ(read_file(path), formulas_markdown()) << "run with RERATE_WRITE_DOCS=1 to make it anew";
}

TEST(FunctionManifest, ExamplesParse) {
  for (const auto& function : function_manifest()) {
    EXPECT_NO_THROW(Formula::parse(function.example)) << function.example;
    EXPECT_NE(function.example.find(std::string(function.name) + "("), std::string_view::npos)
        << function.name;
  }
}

TEST(FunctionManifest, ExamplesReadBundledSeries) {
  const auto catalogue =
      read_file(std::filesystem::path(RERATE_SOURCE_DIR) / "data" / "open" / "series.toml");
  for (const auto& function : function_manifest())
    for (const auto& reference : Formula::parse(function.example).references())
      EXPECT_NE(catalogue.find("\"" + reference.name + "\""), std::string::npos) << reference.name;
}

TEST(FunctionManifest, EveryFunctionIsImplemented) {
  std::set<std::string_view> described, implemented;
  for (const auto& function : function_manifest()) EXPECT_TRUE(described.insert(function.name).second);
  for (const auto& function : function_implementations())
    EXPECT_TRUE(implemented.insert(function.name).second);
  EXPECT_EQ(described, implemented);
  EXPECT_EQ(find_function("lead"), nullptr);
  EXPECT_EQ(find_function(""), nullptr);
}

TEST(FunctionManifest, SignaturesAreTakenApart) {
  const auto fill = parse_signature({"fill", "fill(x[, most])", "", "", ""});
  ASSERT_EQ(fill.parameters.size(), 2u);
  EXPECT_EQ(fill.parameters[0].name, "x");
  EXPECT_FALSE(fill.parameters[0].optional);
  EXPECT_EQ(fill.parameters[1].name, "most");
  EXPECT_TRUE(fill.parameters[1].optional);
  EXPECT_EQ(fill.parameters[1].kind, ParameterKind::window);
  EXPECT_EQ(fill.required, 1u);
  EXPECT_FALSE(fill.variadic);

  const auto max = parse_signature({"max", "max(x, y, ...)", "", "", ""});
  EXPECT_EQ(max.parameters.size(), 2u);
  EXPECT_TRUE(max.variadic);
  EXPECT_EQ(max.required, 2u);

  const auto resample = parse_signature({"resample", "resample(x, frequency, how)", "", "", ""});
  ASSERT_EQ(resample.parameters.size(), 3u);
  EXPECT_EQ(resample.parameters[1].kind, ParameterKind::frequency);
  EXPECT_EQ(resample.parameters[2].kind, ParameterKind::how);
  EXPECT_EQ(parse_signature({"lag", "lag(x, lag)", "", "", ""}).parameters[1].kind, ParameterKind::lag);
}

}  // namespace
}  // namespace rerate
