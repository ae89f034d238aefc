<%@ page contentType="text/html;charset=UTF-8" %>
<!DOCTYPE html>
<html lang="en">
<head><title>An old shop</title></head>
<body>
<h1>An old shop</h1>
<ul>
  <li><a href="${pageContext.request.contextPath}/orders">The orders</a>, by Headgate</li>
  <li><a href="${pageContext.request.contextPath}/orders-old">The orders</a>, by HttpURLConnection as ever; the filter translates its failures</li>
</ul>
</body>
</html>
