// Behaviour -> test
//   rows stay on one line, members get lines of their own .... JsonWriter.LaysOutRowsAndLines
//   any text reads back as itself, made valid ................ JsonWriter.QuotesAnyText
//   doubles read back as the same bits; no NaN gets out ...... JsonWriter.WritesNumbersThatReadBack
//   nothing can end or confuse the <script> it stands in ..... JsonWriter.IsSafeInsideScript
//   an unfinished text is our own mistake .................... JsonWriter.RefusesToHandOutHalfAText
#include "rerate/publish/json_writer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "rerate/base/error.h"
#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

std::string json_string(std::string_view text) {
  JsonWriter json;
  json.value(text);
  return json.take();
}

TEST(JsonWriter, LaysOutRowsAndLines) {
  JsonWriter json;
  json.begin_object();
  json.member("flag", true);
  json.key("row");
  json.begin_array(JsonWriter::Layout::row);
  json.value(1.5);
  json.null();
  json.begin_object();
  json.member("n", std::int64_t{-2});
  json.end();
  json.end();
  json.key("none");
  json.begin_array();
  json.end();
  json.end();
  EXPECT_EQ(json.take(), "{\n  \"flag\": true,\n  \"row\": [1.5, null, {\"n\": -2}],\n  \"none\": []\n}");
}

TEST(JsonWriter, QuotesAnyText) {
  const std::string text = "quote \" slash \\ tab \t line \n bell \a \u2028 caf\u00E9 \U0001F600 </script>";
  EXPECT_EQ(nlohmann::json::parse(json_string(text)).get<std::string>(), text);
  EXPECT_EQ(nlohmann::json::parse(json_string("a\xFF")).get<std::string>(), "a\uFFFD");
  EXPECT_EQ(json_string("\x01\u2028"), "\"\\u0001\\u2028\"");
}

TEST(JsonWriter, WritesNumbersThatReadBack) {
  const RandomStream stream(7, 0);
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const double value =
        (stream.uniform(2 * i) - 0.5) * std::pow(10.0, 40 * (stream.uniform(2 * i + 1) - 0.5));
    JsonWriter json;
    json.value(value);
    EXPECT_EQ(nlohmann::json::parse(json.take()).get<double>(), value);
  }
  JsonWriter json;
  json.begin_array(JsonWriter::Layout::row);
  json.value(std::nan(""));
  json.value(std::numeric_limits<double>::infinity());
  json.value(std::uint64_t{18446744073709551615u});
  json.end();
  EXPECT_EQ(json.take(), "[null, null, 18446744073709551615]");
}

TEST(JsonWriter, IsSafeInsideScript) {
  const std::string text = "</script><!-- \u2028\u2029 \u2030";
  const std::string safe = script_safe(json_string(text) + "\xE2\x80\xA8");
  EXPECT_EQ(safe.find('<'), std::string::npos);
  EXPECT_EQ(safe.find("\u2028"), std::string::npos);
  EXPECT_NE(safe.find("\u2030"), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(script_safe(json_string(text))).get<std::string>(), text);
}

TEST(JsonWriter, RefusesToHandOutHalfAText) {
  JsonWriter json;
  json.begin_object();
  EXPECT_THROW(json.take(), InternalError);
  JsonWriter closed;
  EXPECT_THROW(closed.end(), InternalError);
}

}  // namespace
}  // namespace rerate
